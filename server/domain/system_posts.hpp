// What the instance itself says to one of its people: a direct post by the instance actor that names them, so that
// every Mastodon app shows it among the mentions. It makes no event: it goes to no other server, into no timeline and
// into no count. It does not know what is told: see domain/mentorship_news.
#pragma once

#include <optional>
#include <string>

#include "domain/context.hpp"
#include "storage/model/account.hpp"
#include "storage/model/post.hpp"

namespace collegium::domain {

struct SystemPost {
    std::string key;      // of what it tells: the same is told to the same person once
    std::string content;  // safe HTML, with mention_html of the person in it
    std::string url;      // of the page that it is about
};

// "@ada", linked as apps expect of a mention.
std::string mention_html(const model::Account& person);

// nullopt when it was told before, or there is no instance actor yet. That the person is ours and wants to hear of it
// is the caller's to know.
std::optional<model::Post> tell_privately(Context& context, const model::Account& person, const SystemPost& news);

}  // namespace collegium::domain
