#include <gtest/gtest.h>

#include "web/views/agreements.hpp"

namespace collegium::web {
namespace {

const Timestamp now = from_milliseconds(1'790'000'000'000);

model::Agreement agreement(model::AgreementState state, AccountId terms_by) {
    model::Agreement row;
    row.proposer_id = AccountId{1};
    row.responder_id = AccountId{2};
    row.mentor_id = AccountId{1};
    row.mentee_id = AccountId{2};
    row.terms_by_id = terms_by;
    row.state = state;
    return row;
}

TEST(WaitingFor, is_the_one_whose_turn_it_is_and_nobody_else) {
    using State = model::AgreementState;
    const AccountId proposer{1}, responder{2}, stranger{3};
    EXPECT_TRUE(is_waiting_for(agreement(State::requested, responder), proposer));
    EXPECT_FALSE(is_waiting_for(agreement(State::requested, responder), responder));
    EXPECT_TRUE(is_waiting_for(agreement(State::info_needed, responder), responder));
    EXPECT_FALSE(is_waiting_for(agreement(State::info_needed, responder), proposer));
    EXPECT_TRUE(is_waiting_for(agreement(State::terms_proposed, responder), proposer));
    EXPECT_FALSE(is_waiting_for(agreement(State::terms_proposed, proposer), proposer));
    EXPECT_FALSE(is_waiting_for(agreement(State::trial, responder), proposer));
    for (const auto state : {State::requested, State::info_needed, State::terms_proposed})
        EXPECT_FALSE(is_waiting_for(agreement(state, responder), stranger));
}

domain::AgreementView pair_in(model::AgreementState state) {
    domain::AgreementView view;
    view.agreement = agreement(state, AccountId{2});
    view.agreement.created_at = now;
    view.agreement.updated_at = now;
    model::Account mentor, mentee;
    mentor.id = AccountId{1};
    mentor.username = "daniel";
    mentor.display_name = "Daniel Reyes";
    mentee.id = AccountId{2};
    mentee.username = "maya";
    view.mentor = std::make_shared<const model::Account>(mentor);
    view.mentee = std::make_shared<const model::Account>(mentee);
    return view;
}

model::AgreementStep step(model::AgreementState to, AccountId actor, std::string note) {
    model::AgreementStep row;
    row.to_state = to;
    row.actor_id = actor;
    row.note = std::move(note);
    row.created_at = now;
    return row;
}

TEST(AgreementWay, open_request_stands_before_the_trial) {
    const config::Config config;
    const auto way = way_view({config, now, AccountId{2}}, pair_in(model::AgreementState::requested));
    ASSERT_EQ(way.items().size(), 5u);
    EXPECT_EQ(way.items().at(0)["done"].boolean(), true);
    EXPECT_EQ(way.items().at(1)["label"].string(), "Requested");
    EXPECT_EQ(way.items().at(1)["now"].boolean(), true);
    EXPECT_EQ(way.items().at(2)["done"].boolean(), false);
}

TEST(AgreementWay, yes_to_the_other_servers_terms_waits_for_that_server) {
    const config::Config config;
    const AccountId mentor{1}, mentee{2};
    const Scene scene{config, now, mentee};
    auto view = pair_in(model::AgreementState::terms_proposed);
    auto far = *view.mentor;
    far.domain = "south.example";
    far.uri = "https://south.example/users/daniel";
    view.mentor = std::make_shared<const model::Account>(far);
    auto own = *view.mentee;
    own.uri = "https://north.example/ap/users/2";
    view.mentee = std::make_shared<const model::Account>(own);
    view.agreement.last_offer_uri = "https://south.example/offers/7";
    auto proposed = step(model::AgreementState::terms_proposed, mentor, "");
    proposed.from_state = model::AgreementState::requested;
    auto agreed = step(model::AgreementState::terms_proposed, mentee, "");
    agreed.from_state = model::AgreementState::terms_proposed;
    view.steps = {proposed, agreed};

    EXPECT_EQ(state_of(view, mentee), "Waiting for their server");
    EXPECT_EQ(
        explanation_of(view, mentee),
        "You agreed to the terms. The server of Daniel Reyes, south.example, has to confirm it, as the places are "
        "counted there.");
    EXPECT_EQ(way_view(scene, view).items().at(1)["label"].string(), "Waiting for their server");
    EXPECT_EQ(history_list(scene, view).items().at(0)["text"].string(), "Daniel Reyes proposed terms.");
    EXPECT_EQ(history_list(scene, view).items().at(1)["text"].string(), "You agreed to the terms.");

    view.agreement.last_offer_uri = "https://north.example/ap/activities/8";  // terms of one's own instead
    EXPECT_EQ(state_of(view, mentee), "Terms proposed");
    EXPECT_EQ(explanation_of(view, mentee), "The terms are with the other person, who has to agree.");
    EXPECT_EQ(history_list(scene, view).items().at(1)["text"].string(), "You answered the terms.");
}

TEST(Counts, one_is_singular) {
    auto view = pair_in(model::AgreementState::trial);
    view.agreement.terms = R"({"weeks": 1, "trialWeeks": 4})";
    const auto rows = terms_list(view, now);
    EXPECT_EQ(rows.items().at(0)["value"].string(), "1 week");
    EXPECT_EQ(rows.items().at(1)["value"].string(), "4 weeks");
}

TEST(AgreementWay, declined_request_stops) {
    const config::Config config;
    auto view = pair_in(model::AgreementState::declined);
    view.steps = {step(model::AgreementState::declined, AccountId{1}, "full")};
    const auto way = way_view({config, now, AccountId{2}}, view);
    ASSERT_EQ(way.items().size(), 2u);
    EXPECT_EQ(way.items().at(1)["stopped"].boolean(), true);
    EXPECT_TRUE(was_full(view));
}

TEST(AgreementHistory, words_of_servers_are_no_letters_of_people) {
    const config::Config config;
    const Scene scene{config, now, AccountId{2}};
    auto view = pair_in(model::AgreementState::declined);
    view.steps = {step(model::AgreementState::requested, AccountId{2}, "Second year, the only one in the building."),
                  step(model::AgreementState::declined, AccountId{1}, "full")};
    const auto messages = message_list(scene, view);
    ASSERT_EQ(messages.items().size(), 1u);
    EXPECT_EQ(messages.items().at(0)["who"].string(), "You");
    const auto history = history_list(scene, view);
    EXPECT_EQ(history.items().at(0)["text"].string(), "You asked.");
    EXPECT_EQ(history.items().at(1)["text"].string(), "Daniel Reyes declined. All places were taken.");
}

}  // namespace
}  // namespace collegium::web
