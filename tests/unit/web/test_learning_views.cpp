#include <gtest/gtest.h>

#include "web/forms/proposal_form.hpp"
#include "web/forms/resource_form.hpp"
#include "web/views/proposals.hpp"
#include "web/views/resources.hpp"

namespace collegium::web {
namespace {

const auto now = *parse_rfc3339("2026-11-20T08:00:00.000Z");

TEST(LicenceView, creative_commons_says_what_may_be_done) {
    const auto view = licence_view("https://creativecommons.org/licenses/by-nc-sa/4.0/");
    EXPECT_EQ(view["mark"].string(), "CC");
    EXPECT_EQ(view["short"].string(), "BY-NC-SA 4.0");
    EXPECT_EQ(view["name"].string(), "Creative Commons Attribution, non-commercial, share alike 4.0");
    EXPECT_EQ(view["rules"].items().size(), 4u);
    EXPECT_EQ(view["closed"].boolean(), false);
}

TEST(LicenceView, closed_ones_are_marked_and_our_own_words_not_linked) {
    const auto view = licence_view("https://w3id.org/collegium/ns#licence-at-source");
    EXPECT_EQ(view["closed"].boolean(), true);
    EXPECT_EQ(view["url"].string(), "");
}

TEST(LicenceView, address_that_is_no_web_address_is_never_a_link) {
    EXPECT_EQ(licence_view("javascript:alert(1)")["url"].string(), "");
    EXPECT_EQ(licence_view("https://example.org/terms")["name"].string(), "Licence at example.org");
}

TEST(KindView, every_flag_is_there_so_that_none_is_taken_from_around) {
    const auto view = kind_view(std::vector<std::string>{"lessonPlan"});
    EXPECT_EQ(view["label"].string(), "Lesson plan");
    EXPECT_EQ(view["css"].string(), "plan");
    EXPECT_EQ(view["plan"].boolean(), true);
    for (const auto* flag : {"assessment", "source", "media", "tool"}) EXPECT_EQ(view[flag].boolean(), false) << flag;
}

TEST(DisclosureText, kind_party_and_note_are_told) {
    EXPECT_EQ(disclosure_text({"free_access", "ExampleLab", "", "carts were lent"}),
              "given free of charge (ExampleLab): carts were lent");
    EXPECT_EQ(disclosure_text({"none", "", "", ""}), "");
    EXPECT_EQ(disclosure_text({}), "");
}

TEST(CreditLine, names_title_author_source_and_licence) {
    as2::LearningResource record;
    record.title = "Momentum carts without equations";
    record.creators = {{"", "Daniel Reyes", false}};
    record.page = "https://harborcity.example/resources/1";
    record.license = "https://creativecommons.org/licenses/by-sa/4.0/";
    EXPECT_EQ(
        credit_line(record),
        "“Momentum carts without equations” by Daniel Reyes, https://harborcity.example/resources/1, CC BY-SA 4.0");
}

TEST(SizeText, reads_as_people_say_it) {
    EXPECT_EQ(size_text(0), "");
    EXPECT_EQ(size_text(999), "999 bytes");
    EXPECT_EQ(size_text(12'400), "12 kB");
    EXPECT_EQ(size_text(26'214'400), "26.2 MB");
}

model::Proposal offer(int places, int free) {
    model::Proposal row;
    row.places = places;
    row.places_free = free;
    row.state = free > 0 ? model::ProposalState::open : model::ProposalState::full;
    return row;
}

TEST(Places, are_told_in_words_and_shown_as_doors) {
    EXPECT_EQ(places_text(offer(4, 2)), "2 of 4 places free");
    EXPECT_EQ(places_text(offer(1, 1)), "1 of 1 place free");
    EXPECT_EQ(places_text(offer(2, 0)), "Full");
    const auto doors = places_list(offer(3, 1));
    ASSERT_EQ(doors.items().size(), 3u);
    EXPECT_EQ(doors.items().at(0)["free"].boolean(), false);
    EXPECT_EQ(doors.items().at(2)["free"].boolean(), true);
    EXPECT_EQ(places_list(offer(1000, 1000)).items().size(), 12u);
}

TEST(TakesRequests, only_while_open_with_a_place_and_in_time) {
    auto row = offer(2, 1);
    EXPECT_TRUE(takes_requests(row, now));
    row.expires_at = now - std::chrono::hours(1);
    EXPECT_FALSE(takes_requests(row, now));
    EXPECT_EQ(state_label(row, now), "Expired");
    EXPECT_FALSE(takes_requests(offer(2, 0), now));
    row = offer(2, 1);
    row.state = model::ProposalState::paused;
    EXPECT_FALSE(takes_requests(row, now));
}

TEST(MinutesIn, hours_and_minutes_alone) {
    EXPECT_EQ(minutes_in("PT90M"), 90);
    EXPECT_EQ(minutes_in("PT1H30M"), 90);
    for (const auto* duration : {"P2D", "", "PT", "PT30", "PTM", "PT30S", "PT-5M", "PT99999999999999999999M"})
        EXPECT_EQ(minutes_in(duration), std::nullopt) << duration;
}

as2::LearningResource sample_record() {
    as2::LearningResource record;
    record.title = "Momentum carts";
    record.work_url = "https://example.org/carts";
    record.license = "https://creativecommons.org/licenses/by/4.0/";
    record.kinds = {"lessonPlan", "assessment"};
    record.subjects = {{"https://example.org/isced/0533", "Physics", "0533"}};
    record.levels = {{"", "Upper secondary", "ISCED 3"}};
    record.age_range = "14-17";
    record.time_required = "P2D";
    record.languages = {"en"};
    record.keywords = {"carts", "momentum"};
    record.creators = {{"https://harborcity.example/ap/users/1", "Daniel Reyes", false}};
    record.teaches = {{"", "Momentum", "HS-PS2-2"}};
    return record;
}

TEST(ResourceForm, filled_in_and_read_again_it_changes_nothing) {
    const auto record = sample_record();
    auto form = resource_form(record, "Two carts, one track.", "https://harborcity.example/ap/users/1");
    auto again = record;
    read_resource(form, HasFile::no, again);
    EXPECT_TRUE(form.sound()) << json::dump(form.errors());
    EXPECT_EQ(again.description, "Two carts, one track.");
    again.description = record.description;
    again.creators = record.creators;  // one's own: the domain names the author
    EXPECT_EQ(again, record);
}

TEST(ResourceForm, three_answers_are_needed) {
    Form form;
    as2::LearningResource record;
    read_resource(form, HasFile::no, record);
    EXPECT_EQ(form.errors().items().size(), 3u);
    Form with_file;
    with_file.put("title", "Parent night script");
    with_file.put("license", "https://creativecommons.org/licenses/by/4.0/");
    read_resource(with_file, HasFile::yes, record);
    EXPECT_TRUE(with_file.sound()) << json::dump(with_file.errors());
}

TEST(ResourceForm, link_that_is_no_web_address_is_refused_at_its_field) {
    auto form = resource_form(sample_record(), "", "");
    form.put("url", "javascript:alert(1)");
    auto record = sample_record();
    read_resource(form, HasFile::yes, record);
    EXPECT_FALSE(form.field("url")["error"].string().empty());
}

TEST(ProposalForm, filled_in_and_read_again_it_changes_nothing) {
    as2::MentorshipProposal proposal;
    proposal.title = "Labs with one set of equipment";
    proposal.topics = {{"", "physics", ""}, {"https://example.org/t/1", "lab work", "T1"}};
    proposal.content = "Weekly, by video.";
    proposal.places = 2;
    proposal.weeks = 12;
    proposal.cadence = "weekly";
    proposal.languages = {"en"};
    proposal.levels = {{"", "Primary", "ISCED 1"}};
    proposal.formats = {"video", "writing"};
    proposal.windows = {"weekend"};
    proposal.institution_policy = "any";
    auto form = proposal_form(proposal, proposal.content);
    auto again = proposal;
    read_proposal(form, again);
    EXPECT_TRUE(form.sound()) << json::dump(form.errors());
    EXPECT_EQ(as2::write_mentorship_facts(again), as2::write_mentorship_facts(proposal));
    EXPECT_EQ(again.content, proposal.content);
}

TEST(ProposalForm, offer_without_places_and_forged_choices_are_refused) {
    Form form;
    form.put("title", "x");
    form.put("topics", "physics");
    form.put("content", "x");
    form.put("cadence", "hourly");
    form.put_list("formats", {"video", "telepathy"});
    as2::MentorshipProposal proposal;
    read_proposal(form, proposal);
    EXPECT_FALSE(form.field("places")["error"].string().empty());
    EXPECT_FALSE(form.field("cadence")["error"].string().empty());
    EXPECT_EQ(proposal.formats, (as2::Texts{"video"}));
}

}  // namespace
}  // namespace collegium::web
