// What a person hears of a mentorship who has nothing but a Mastodon app.
#include "domain/accounts.hpp"
#include "domain/distribution.hpp"
#include "domain/relations.hpp"
#include "domain/timelines.hpp"
#include "domain/visibility.hpp"
#include "storage/repo/posts.hpp"
#include "unit/domain/mentoring.hpp"

namespace collegium::domain {
namespace {

using model::NotificationKind;
using test::Action;
using ::testing::AllOf;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class MentorshipNews : public test::Mentoring {
  protected:
    MentorshipNews() {
        config_.instance.name = "North District";
        auto here = context();
        system_ = ensure_instance_actor(here, "private", "public").value();
    }
    // What the instance told the person by direct posts, newest first.
    std::vector<model::Post> told(const model::Account& person) {
        std::vector<model::Post> posts;
        for (const auto& notice : notices(person))
            if (notice.kind == NotificationKind::mention && notice.from == system_.id)
                posts.push_back(repo::find_post(db_, notice.post).value());
        return posts;
    }
    std::string last_told(const model::Account& person) {
        pump();
        auto posts = told(person);
        return posts.empty() ? "" : posts.front().content;
    }
    bool sees(const model::Account& person, const model::Post& post) {
        auto here = context();
        return can_see(here, post, person.id);
    }
    model::Account system_;
};
COLLEGIUM_ON_BOTH_ENGINES(MentorshipNews);

TEST_P(MentorshipNews, request_is_told_to_the_mentor_in_full) {
    const auto agreement =
        must(ask, mentee_.id, offer(2).id, std::string_view("May I?\n\n<b>Soon</b>, @rosa says"), std::string_view());
    const auto words = last_told(mentor_);
    const auto page = uris().agreement_page(agreement.id);
    EXPECT_THAT(words,
                AllOf(HasSubstr("<strong>Mentorship: a request – Inquiry labs</strong>"),
                      HasSubstr("@<span>daniel</span>"), HasSubstr("@maya"), HasSubstr("asks you"),
                      HasSubstr("May I? &lt;b&gt;Soon&lt;/b&gt;, @rosa says"), HasSubstr("<a href=\"" + page + "\">")));
    EXPECT_THAT(notices(mentor_), SizeIs(2)) << "our pages are told as well";
    EXPECT_THAT(notices(mentee_), IsEmpty()) << "one's own step";
    EXPECT_THAT(notices(second_), IsEmpty()) << "named in the message, not by it";
    EXPECT_EQ(told(mentor_)[0].url, page);
}

TEST_P(MentorshipNews, post_is_for_one_person_alone) {
    asks(mentee_, offer(2));
    pump();
    const auto posts = told(mentor_);
    ASSERT_THAT(posts, SizeIs(1));
    EXPECT_EQ(posts[0].visibility, model::Visibility::direct);
    EXPECT_TRUE(sees(mentor_, posts[0]));
    EXPECT_FALSE(sees(mentee_, posts[0]));
    EXPECT_FALSE(sees(far_, posts[0]));
    EXPECT_THAT(home(mentor_), Not(testing::Contains(posts[0].id)));
    EXPECT_THAT(home(system_), IsEmpty());
    EXPECT_EQ(again(system_).statuses_count, 0);
    EXPECT_THAT(pump(), IsEmpty()) << "without an event nothing goes to another server";
}

TEST_P(MentorshipNews, each_step_is_told_to_the_other_side) {
    const auto agreement = asks(mentee_, offer(2));
    ASSERT_TRUE(step(mentor_, agreement, Action::ask_more, "How many carts?"));
    EXPECT_THAT(last_told(mentee_), AllOf(HasSubstr("to know more"), HasSubstr("How many carts?")));
    ASSERT_TRUE(step(mentee_, agreement, Action::answer, "Six."));
    EXPECT_THAT(last_told(mentor_), AllOf(HasSubstr("answered your question"), HasSubstr("Six.")));
    ASSERT_TRUE(step(mentor_, agreement, Action::propose_terms, "Rather this", R"({"goals":["One lab"]})"));
    EXPECT_THAT(last_told(mentee_), AllOf(HasSubstr("proposes terms"), HasSubstr("Rather this")));
    ASSERT_TRUE(step(mentee_, agreement, Action::accept));
    EXPECT_THAT(last_told(mentor_), HasSubstr("has accepted"));
    ASSERT_TRUE(step(mentor_, agreement, Action::end));
    EXPECT_THAT(last_told(mentee_), HasSubstr("has ended the mentorship"));
    EXPECT_THAT(told(mentor_), SizeIs(3));
    EXPECT_THAT(told(mentee_), SizeIs(3));
}

TEST_P(MentorshipNews, declined_and_withdrawn_are_told) {
    const auto proposal = offer(2);
    ASSERT_TRUE(step(mentor_, asks(mentee_, proposal), Action::decline, "Not this term"));
    EXPECT_THAT(last_told(mentee_), AllOf(HasSubstr("has declined"), HasSubstr("Not this term")));
    ASSERT_TRUE(step(second_, asks(second_, proposal), Action::withdraw));
    EXPECT_THAT(last_told(mentor_), HasSubstr("has withdrawn"));
}

TEST_P(MentorshipNews, who_answers_a_request_offers_to_be_the_mentor) {
    asks(mentor_, propose(mentee_, as2::Purpose::request, 1));
    EXPECT_THAT(last_told(mentee_), HasSubstr("offers to be your mentor"));
}

TEST_P(MentorshipNews, step_of_another_server_is_told_here_and_nothing_is_written_for_people_there) {
    const auto proposal = offer(2);
    pump();
    must(offer_received, offered(far_, proposal, "https://south.example/offers/1"));
    EXPECT_THAT(last_told(mentor_), HasSubstr("@lin@south.example"));
    const auto agreement = view(repo::find_agreement_by_offer(db_, "https://south.example/offers/1").value(), mentor_);
    ASSERT_TRUE(step(mentor_, agreement.agreement, Action::decline));
    pump();
    EXPECT_EQ(count("mention WHERE account_id = " + far_.id.text()), 0);
}

TEST_P(MentorshipNews, event_that_is_taken_twice_tells_once) {
    asks(mentee_, offer(2));
    const auto events = pump();
    auto here = context();
    distribute(here, News(here, events));
    EXPECT_THAT(told(mentor_), SizeIs(1));
    EXPECT_EQ(count("post WHERE account_id = " + system_.id.text()), 1);
}

TEST_P(MentorshipNews, clock_tells_both) {
    const auto agreement = asks(mentee_, offer(1));
    pump();
    advance(std::chrono::hours(24 * 15));
    auto here = context();
    ASSERT_EQ(expire_overdue(here, 10), 1);
    EXPECT_THAT(last_told(mentee_), HasSubstr("was not answered in time"));
    EXPECT_THAT(last_told(mentor_), HasSubstr("was not answered in time"));
}

TEST_P(MentorshipNews, who_mutes_the_other_person_or_the_instance_hears_nothing) {
    must(mute, mentor_.id, mentee_.id, true, std::optional<Timestamp>());
    asks(mentee_, offer(2));
    EXPECT_EQ(last_told(mentor_), "");
    must(mute, mentor_.id, system_.id, true, std::optional<Timestamp>());
    asks(second_, offer(2));
    EXPECT_EQ(last_told(mentor_), "");
}

TEST_P(MentorshipNews, answer_to_the_instance_goes_to_nobody) {
    asks(mentee_, offer(2));
    pump();
    const auto answer = reply(mentor_, told(mentor_).at(0), "@north.example thank you");
    EXPECT_EQ(answer.visibility, model::Visibility::direct);
    pump();
    EXPECT_FALSE(sees(mentee_, answer));
    EXPECT_THAT(notices(system_), IsEmpty());
}

TEST_P(MentorshipNews, instance_has_a_name_and_nobody_follows_it) {
    EXPECT_EQ(again(system_).display_name, "North District");
    EXPECT_EQ(failure(follow, mentor_.id, system_.id, FollowOptions()).code(), Errc::forbidden);
    config_.instance.name = "North Schools";
    auto here = context();
    ASSERT_TRUE(ensure_instance_actor(here, "other", "other"));
    EXPECT_EQ(again(system_).display_name, "North Schools");
    EXPECT_EQ(again(system_).public_key, "public");
}

}  // namespace
}  // namespace collegium::domain
