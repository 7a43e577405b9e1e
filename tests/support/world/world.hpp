// An institution, north.example, with a real database of either engine, its own people and people of other
// servers: what tests of use cases and of the client API start from. No network.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "config/config.hpp"
#include "domain/context.hpp"
#include "domain/posts.hpp"
#include "domain/remote_posts.hpp"
#include "domain/uris.hpp"
#include "storage/model/account.hpp"
#include "storage/model/post.hpp"
#include "storage/model/queue.hpp"
#include "support/world/database.hpp"

namespace collegium::test {

using model::Visibility;

// Who notified of what.
struct Notice {
    model::NotificationKind kind;
    AccountId from;
    PostId post;
    friend bool operator==(const Notice&, const Notice&) = default;
};

class World : public ::testing::TestWithParam<sql::Dialect> {
  protected:
    World();
    ~World() override;

    domain::Context context() { return {db_, config_, ids_, media_, now_}; }
    domain::Uris uris() const { return domain::Uris(config_); }
    void advance(std::chrono::milliseconds duration) { now_ += duration; }

    // One use case as one job: what it wrote is undone when it fails.
    template <class UseCase, class... Arguments>
    auto run(UseCase use_case, const Arguments&... arguments) {
        auto here = context();
        db_.run_script("SAVEPOINT step");
        auto result = use_case(here, arguments...);
        db_.run_script(result ? "RELEASE SAVEPOINT step" : "ROLLBACK TO SAVEPOINT step; RELEASE SAVEPOINT step");
        return result;
    }
    // The same for one that has to succeed.
    template <class UseCase, class... Arguments>
    auto must(UseCase use_case, const Arguments&... arguments) {
        auto result = run(use_case, arguments...);
        if (!result) throw std::runtime_error(result.error().message() + " (" + result.error().detail() + ")");
        return *std::move(result);
    }
    template <class UseCase, class... Arguments>
    Error failure(UseCase use_case, const Arguments&... arguments) {
        auto result = run(use_case, arguments...);
        if (result) throw std::runtime_error("this should have failed");
        return result.error();
    }

    // One of ours, with a key; <username>@north.example is the e-mail address.
    model::Account member(std::string_view username);
    model::Account locked_member(std::string_view username);
    // Somebody on another server: https://<host>/users/<username>.
    model::Account stranger(std::string_view username, std::string_view host = "south.example");
    // The row as it is now.
    model::Account again(const model::Account& account);

    domain::PostDraft draft(const model::Account& author, std::string_view text,
                            Visibility visibility = Visibility::public_);
    model::Post post(const model::Account& author, std::string_view text, Visibility visibility = Visibility::public_);
    model::Post reply(const model::Account& author, const model::Post& parent, std::string_view text);
    // What another server might say; by its author, now, public. `name` ends the URI.
    domain::RemotePost remote(const model::Account& author, std::string_view name);
    // Taken in as if one of ours had looked for it.
    model::Post fetched(const domain::RemotePost& post);

    // A settled follow, of whomever by whomever.
    void follows(const model::Account& follower, const model::Account& target);

    // Lets the waiting events take effect, and returns them.
    std::vector<model::Event> pump();
    static std::vector<model::EventKind> kinds(const std::vector<model::Event>& events);
    std::vector<PostId> home(const model::Account& viewer);
    // Newest first.
    std::vector<Notice> notices(const model::Account& owner);
    std::int64_t count(const std::string& table_and_condition);

    sql::Connection& db_;
    config::Config config_;
    IdGenerator ids_;
    media::MediaStore& media_;
    Timestamp now_ = current_time();
};

std::string engine_name(const ::testing::TestParamInfo<sql::Dialect>& info);

}  // namespace collegium::test

#define COLLEGIUM_ON_BOTH_ENGINES(suite)                                                                            \
    INSTANTIATE_TEST_SUITE_P(Engine, suite,                                                                         \
                             ::testing::Values(collegium::sql::Dialect::sqlite, collegium::sql::Dialect::postgres), \
                             collegium::test::engine_name)
