// Events taken together, with what most of their effects ask for: read once for all of them instead of once for
// each. Nothing that the effects do changes it.
#pragma once

#include <unordered_map>
#include <vector>

#include "domain/context.hpp"
#include "storage/model/post.hpp"
#include "storage/model/queue.hpp"
#include "storage/repo/relations.hpp"

namespace collegium::domain {

class News {
  public:
    News(Context& context, std::vector<model::Event> events);

    const std::vector<model::Event>& events() const { return events_; }
    // The post of an event; null when there is none or it is gone.
    const model::Post* post(PostId id) const;
    // Our people who follow the author of an event's post.
    const std::vector<repo::LocalFollower>& followers(AccountId author) const;
    // Those whom an event's post mentions.
    const std::vector<model::Mention>& mentions(PostId id) const;

  private:
    std::vector<model::Event> events_;
    std::unordered_map<PostId, model::Post> posts_;
    std::unordered_map<AccountId, std::vector<repo::LocalFollower>> followers_;
    std::unordered_map<PostId, std::vector<model::Mention>> mentions_;
};

}  // namespace collegium::domain
