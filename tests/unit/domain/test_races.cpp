// Use cases at the same time, on the lanes of a real pool: PostgreSQL runs several writers at once.
#include <thread>

#include <gmock/gmock.h>

#include "domain/accounts.hpp"
#include "domain/mentorships.hpp"
#include "domain/posts.hpp"
#include "domain/relations.hpp"
#include "domain/remote_posts.hpp"
#include "storage/repo/accounts.hpp"
#include "storage/repo/posts.hpp"
#include "storage/sql/migrate.hpp"
#include "storage/sql/open.hpp"
#include "storage/sql/pool.hpp"
#include "support/world/world.hpp"

namespace collegium::domain {
namespace {

using Action = AgreementAction;
using State = model::AgreementState;

constexpr int crowd = 6;

class Races : public ::testing::TestWithParam<sql::Dialect> {
  protected:
    Races() : media_(folder_.path() + "/media") {
        config_.instance.domain = "north.example";
        sql::PoolOptions options;
        options.url = "sqlite://" + folder_.path() + "/races.db";
        if (GetParam() == sql::Dialect::postgres) {
            postgres_ = std::make_unique<test::PostgresDatabase>();
            options.url = postgres_->url();
            options.write_threads = 4;
        }
        auto connection = sql::open_connection(options.url);
        if (!connection || !sql::migrate(**connection)) throw std::runtime_error("no database");
        pool_ = std::move(*sql::Pool::open(options));
    }
    ~Races() override { pool_->close(); }

    template <class UseCase, class... Arguments>
    auto run(UseCase use_case, const Arguments&... arguments) {
        return sql::run_for(*pool_, sql::Lane::write, [this, use_case, &arguments...](sql::Connection& db) {
            Context context{db, config_, ids_, media_, current_time()};
            return use_case(context, arguments...);
        });
    }
    template <class Value, class Read>
    Value read(Read reader) {
        return *sql::run_for(*pool_, sql::Lane::write,
                             [&reader](sql::Connection& db) -> Result<Value> { return reader(db); });
    }
    // Each of `works` on a thread of its own, all released together. How many succeeded.
    template <class Work>
    int together(int count, Work work) {
        std::atomic<int> waiting{count};
        std::atomic<int> succeeded{0};
        std::vector<std::thread> threads;
        for (int number = 0; number < count; ++number)
            threads.emplace_back([&waiting, &succeeded, work, number] {
                --waiting;
                while (waiting > 0) std::this_thread::yield();
                if (work(number)) ++succeeded;
            });
        for (auto& thread : threads) thread.join();
        return succeeded;
    }
    AccountId member(const std::string& name) {
        NewMember wanted;
        wanted.username = name;
        wanted.email = name + "@north.example";
        return run(create_member, wanted)->id;
    }
    std::vector<AccountId> people() {
        std::vector<AccountId> all;
        for (int number = 0; number < crowd; ++number) all.push_back(member("person" + std::to_string(number)));
        return all;
    }
    model::Proposal offer(AccountId mentor, int places) {
        ProposalDraft draft;
        draft.author = mentor;
        draft.proposal.title = "Labs";
        draft.proposal.topics = {{"", "Labs", ""}};
        draft.proposal.places = places;
        return *run(create_proposal, draft);
    }
    Result<model::Agreement> ask_for(AccountId who, const model::Proposal& proposal) {
        return run(ask, who, proposal.id, std::string_view("May I?"), std::string_view());
    }
    Result<model::Agreement> step(AccountId who, const model::Agreement& agreement, Action action) {
        Step wanted;
        wanted.action = action;
        return run(take_step, who, agreement.id, wanted);
    }
    model::Proposal now(const model::Proposal& proposal) {
        return read<model::Proposal>(
            [&proposal](sql::Connection& db) { return *repo::find_proposal(db, proposal.id); });
    }
    std::vector<model::AgreementStep> steps(const model::Agreement& agreement) {
        return read<std::vector<model::AgreementStep>>(
            [&agreement](sql::Connection& db) { return repo::steps_of(db, agreement.id); });
    }

    test::Folder folder_;
    config::Config config_;
    IdGenerator ids_;
    media::FileStore media_;
    std::unique_ptr<test::PostgresDatabase> postgres_;
    std::unique_ptr<sql::Pool> pool_;
};
COLLEGIUM_ON_BOTH_ENGINES(Races);

TEST_P(Races, one_place_accepted_by_all_at_once_is_given_once) {
    const auto mentor = member("mentor");
    const auto proposal = offer(mentor, 1);
    std::vector<model::Agreement> asked;
    for (const auto person : people()) asked.push_back(*ask_for(person, proposal));
    EXPECT_EQ(together(crowd,
                       [this, &asked, mentor](int number) {
                           return step(mentor, asked[static_cast<std::size_t>(number)], Action::accept).has_value();
                       }),
              1);
    EXPECT_EQ(now(proposal).places_free, 0);
    EXPECT_EQ(now(proposal).state, model::ProposalState::full);
}

TEST_P(Races, person_who_asks_many_times_at_once_asks_once) {
    const auto proposal = offer(member("mentor"), 2);
    const auto person = member("person");
    EXPECT_EQ(together(crowd, [this, &proposal, person](int) { return ask_for(person, proposal).has_value(); }), 1);
}

TEST_P(Races, person_who_asks_many_at_once_has_three_open_requests) {
    const auto mentee = member("mentee");
    std::vector<model::Proposal> offers;
    for (const auto mentor : people()) offers.push_back(offer(mentor, 1));
    EXPECT_EQ(together(crowd, [this, mentee, &offers](int number) { return bool(ask_for(mentee, offers[number])); }),
              3);
}

TEST_P(Races, mentee_accepted_by_many_at_once_has_three_mentorships) {
    const auto mentors = people();
    for (int round = 0; round < 5; ++round) {
        const auto mentee = member("mentee" + std::to_string(round));
        std::vector<model::Agreement> asked;
        for (int number = 0; number < 2; ++number) {
            const auto first = *ask_for(mentee, offer(mentors[number], 1));
            ASSERT_TRUE(step(mentors[number], first, Action::accept));
        }
        for (int number = 0; number < 3; ++number) asked.push_back(*ask_for(mentee, offer(mentors[number], 1)));
        EXPECT_EQ(together(3, [this, &mentors, &asked](
                                  int number) { return bool(step(mentors[number], asked[number], Action::accept)); }),
                  1);
    }
}

TEST_P(Races, accept_and_withdraw_at_once_leave_one_story) {
    const auto mentor = member("mentor");
    const auto person = member("person");
    for (int round = 0; round < 5; ++round) {
        const auto proposal = offer(mentor, 1);
        const auto agreement = *ask_for(person, proposal);
        EXPECT_EQ(together(2,
                           [this, &agreement, mentor, person](int number) {
                               return number == 0 ? step(mentor, agreement, Action::accept).has_value()
                                                  : step(person, agreement, Action::withdraw).has_value();
                           }),
                  1);
        const auto story = steps(agreement);
        ASSERT_EQ(story.size(), 2u);
        EXPECT_EQ(story[1].previous_hash, story[0].hash);
        EXPECT_EQ(now(proposal).places_free, story[1].to_state == State::trial ? 0 : 1);
        if (story[1].to_state == State::trial) {
            ASSERT_TRUE(step(person, agreement, Action::end));
        }
    }
}

TEST_P(Races, ending_by_both_at_once_frees_the_place_once) {
    const auto mentor = member("mentor");
    const auto person = member("person");
    const auto proposal = offer(mentor, 3);
    const auto agreement = *ask_for(person, proposal);
    ASSERT_TRUE(step(mentor, agreement, Action::accept));
    EXPECT_EQ(together(2,
                       [this, &agreement, mentor, person](int number) {
                           return step(number == 0 ? mentor : person, agreement, Action::end).has_value();
                       }),
              1);
    EXPECT_EQ(now(proposal).places_free, 3);
}

TEST_P(Races, likes_and_follows_at_once_are_all_counted) {
    const auto author = member("author");
    const auto all = people();
    PostDraft draft;
    draft.author = author;
    draft.text = "worth it";
    const auto post = *run(create_post, draft);
    EXPECT_EQ(together(crowd,
                       [this, &all, &post, author](int number) {
                           const auto person = all[static_cast<std::size_t>(number)];
                           return run(favourite, person, post.id).has_value() &&
                                  run(reblog, person, post.id, std::optional<model::Visibility>()).has_value() &&
                                  run(follow, person, author, FollowOptions()).has_value();
                       }),
              crowd);
    const auto stored = read<model::Post>([&post](sql::Connection& db) { return *repo::find_post(db, post.id); });
    EXPECT_EQ(stored.favourites_count, crowd);
    EXPECT_EQ(stored.reblogs_count, crowd);
    const auto account =
        read<model::Account>([author](sql::Connection& db) { return *repo::find_account(db, author); });
    EXPECT_EQ(account.followers_count, crowd);
}

TEST_P(Races, create_and_its_delete_at_once_leave_nothing) {
    RemoteAccount far;
    far.uri = "https://south.example/users/lin";
    far.username = "lin";
    far.domain = "south.example";
    const auto lin = *run(import_account, far, KeyTrust::from_origin);
    for (int round = 0; round < 20; ++round) {
        RemotePost said;
        said.uri = far.uri + "/posts/" + std::to_string(round);
        said.author = lin.id;
        said.content = "<p>x</p>";
        said.published = current_time();
        together(2, [this, &said, &lin](int number) {
            return number == 0 ? run(import_post, said, Arrival::fetched).has_value()
                               : run(delete_remote_post, lin.id, std::string_view(lin.uri), std::string_view(said.uri))
                                     .has_value();
        });
        EXPECT_FALSE(read<std::optional<model::Post>>(
            [&said](sql::Connection& db) { return repo::find_post_by_uri(db, said.uri); }));
    }
    EXPECT_EQ(
        run([](Context& context,
               AccountId id) -> Result<std::int64_t> { return repo::find_account(context.db, id)->statuses_count; },
            lin.id)
            .value(),
        0);
}

TEST_P(Races, same_idempotency_key_at_once_is_one_post) {
    PostDraft draft;
    draft.author = member("author");
    draft.text = "once";
    draft.idempotency_key = "key";
    EXPECT_EQ(together(crowd, [this, &draft](int) { return run(create_post, draft).has_value(); }), crowd);
    EXPECT_EQ(read<std::int64_t>([](sql::Connection& db) { return *db.number("SELECT COUNT(*) FROM post"); }), 1);
}

}  // namespace
}  // namespace collegium::domain
