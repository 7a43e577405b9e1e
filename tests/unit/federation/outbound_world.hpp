// One institution with a database of its own and people on other servers, for what we say to them: what the
// outbox queues is read back as (inbox, activity) pairs. No network.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "config/config.hpp"
#include "core/json.hpp"
#include "domain/context.hpp"
#include "domain/posts.hpp"
#include "http/request.hpp"
#include "http/route.hpp"
#include "storage/media/file_store.hpp"
#include "storage/model/account.hpp"
#include "storage/sql/connection.hpp"

namespace collegium::federation::test {

// What was queued for one inbox.
struct Sent {
    std::string inbox;
    AccountId sender;
    json::Value activity;
    const std::string& type() const { return activity["type"].string(); }
    const json::Value& object() const { return activity["object"]; }
};

struct Folder {
    Folder();
    ~Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::string path;
};

class OutboundWorld : public ::testing::Test {
  protected:
    OutboundWorld();

    domain::Context context() { return {*db_, config_, ids_, media_, now_}; }
    // One of ours, with a key.
    model::Account member(std::string_view username);
    // Somebody on another server, whose ids are https://<host>/users/<username>.
    model::Account stranger(std::string_view username, std::string_view host, bool shared_inbox = true);
    void follows(const model::Account& follower, const model::Account& target);
    model::Post post(const model::Account& author, std::string_view text,
                     model::Visibility visibility = model::Visibility::public_, PostId in_reply_to = PostId());
    // Somebody else's post, already known here.
    model::Post remote_post(const model::Account& author, std::string_view uri);

    // Lets the outbox turn the waiting events into deliveries; returns those, in order, and empties the queue.
    std::vector<Sent> sent();
    std::vector<std::string> inboxes_of(const std::vector<Sent>& deliveries);

    http::Request get(std::string_view path, std::string_view accept = "application/activity+json");
    // The answer of the route that serves `path`; errors as a response with that status and no body.
    http::Response ask(const http::Routes<domain::Context>& routes, const http::Request& request);

    Folder folder_;
    config::Config config_;
    std::unique_ptr<sql::Connection> db_;
    IdGenerator ids_;
    media::FileStore media_;
    Timestamp now_ = from_milliseconds(1'788'256'800'000);  // 2026-09-01T10:00:00Z
};

}  // namespace collegium::federation::test
