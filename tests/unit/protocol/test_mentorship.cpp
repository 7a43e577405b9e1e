#include <gtest/gtest.h>

#include "as2/context.hpp"
#include "as2/mentorship.hpp"
#include "as2/parse.hpp"
#include "as2/vocabulary.hpp"
#include "as2/write.hpp"
#include "text/plain_text.hpp"

namespace collegium::as2 {
namespace {

MentorshipProposal physics_offer() {
    MentorshipProposal proposal;
    proposal.id = "https://pln.harborcity.example/ap/proposals/31";
    proposal.note = "https://pln.harborcity.example/ap/notes/501";
    proposal.intent = proposal.id + "#primary";
    proposal.author = "https://pln.harborcity.example/ap/users/7";
    proposal.page = "https://pln.harborcity.example/mentoring/31";
    proposal.title = "intro physics";
    proposal.content = "<p>Not reported to anyone.</p>";
    proposal.topics = {{"", "lab design", ""}, {"https://t.test/q", "questioning", ""}};
    proposal.formats = {"video", "in_person"};
    proposal.languages = {"en"};
    proposal.time_zone = "America/Denver";
    proposal.windows = {"weekday_evening"};
    proposal.cadence = "weekly";
    proposal.weeks = 10;
    proposal.places = 3;
    proposal.places_free = 2;
    proposal.institution_policy = "any";
    proposal.published = parse_rfc3339("2026-09-21T00:00:00Z");
    proposal.expires = parse_rfc3339("2027-01-20T00:00:00Z");
    proposal.to = {std::string(public_collection)};
    return proposal;
}

Note carrier_note(const MentorshipProposal& proposal) {
    Note note;
    note.id = proposal.note;
    note.type = "Note";
    note.attributed_to = proposal.author;
    note.content = fallback_text(proposal, "https://pln.harborcity.example/tags/").html;
    note.url = proposal.page;
    note.to = proposal.to;
    add_to_note(proposal, note);
    return note;
}

TEST(Mentorship, proposal_document_reads_back_the_same) {
    const json::Value written = write_proposal(physics_offer());
    const auto read = parse_mentorship(*json::parse(json::dump(with_context(written))));
    ASSERT_TRUE(read) << read.error().message();
    EXPECT_EQ(json::dump(write_proposal(*read)), json::dump(written));
    EXPECT_EQ(read->places, 3);
    EXPECT_EQ(read->note, physics_offer().note);
}

TEST(Mentorship, note_carries_the_same_intent) {
    const json::Value note = write_note(carrier_note(physics_offer()));
    EXPECT_EQ(note["type"].string(), "Note");
    EXPECT_EQ(note["purpose"].string(), "offer");
    EXPECT_EQ(note["unitBased"].boolean(), false);
    EXPECT_EQ(note["publishes"], write_proposal(physics_offer())["publishes"]);
    EXPECT_EQ(json::dump(note["publishes"]["availableQuantity"]), R"({"hasUnit":"one","hasNumericalValue":"2"})");
    EXPECT_EQ(note["tag"].items()[0]["rel"].items()[0].string(), vf_proposal);
    const auto read = parse_mentorship(note);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->id, physics_offer().id);
    EXPECT_EQ(read->intent, physics_offer().intent);
    EXPECT_EQ(read->note, physics_offer().note);
    EXPECT_EQ(read->places_free, 2);
    EXPECT_EQ(context_for(note).items()[1]["publishes"].string(), "vf:publishes");
}

TEST(Mentorship, offers_of_other_servers_are_read_by_the_fep_alone) {
    const auto read = parse_mentorship(*json::parse(R"({"id":"https://o.test/m/1","type":"Note","purpose":"request",
        "attributedTo":"https://o.test/u","content":"x","publishes":{"type":"Intent","id":"https://o.test/m/1#primary",
        "action":"deliverService","resourceConformsTo":"https://w3id.org/collegium/ns#Mentoring",
        "availableQuantity":{"hasUnit":"one","hasNumericalValue":"1"}},"unitBased":false})"));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->purpose, Purpose::request);
    EXPECT_EQ(read->id, "https://o.test/m/1");
}

TEST(Mentorship, what_is_no_gift_of_mentoring_is_refused) {
    const auto altered = [](std::string_view name, json::Value value) {
        json::Value document = write_proposal(physics_offer());
        document.set(name, std::move(value));
        return parse_mentorship(document);
    };
    EXPECT_FALSE(parse_mentorship(json::Value()));
    EXPECT_FALSE(altered("purpose", "sale"));
    EXPECT_FALSE(altered("reciprocal", json::Value::object({{"type", "Intent"}})));
    EXPECT_FALSE(altered("id", "https://evil.test/p/1"));
    EXPECT_FALSE(altered("publishes", "https://pln.harborcity.example/x#primary"));
    EXPECT_FALSE(altered("attributedTo", 7));
    json::Value intent = write_proposal(physics_offer())["publishes"];
    EXPECT_FALSE(altered("publishes", intent.set("action", "transfer")));
}

TEST(Mentorship, agreement_travels_in_offer_and_accept) {
    Agreement draft;
    draft.satisfies = physics_offer().intent;
    draft.content = "<p>I would love help with lab safety.</p>";
    draft.terms = json::Value::object({{"weeks", 10}});
    draft.terms_hash = "sha256-3b7e";
    draft.terms_version = 1;
    draft.not_evaluated = true;
    const json::Value offer =
        write_activity(make_offer("https://l.test/o/1", "https://l.test/u/3", physics_offer().author, draft));
    EXPECT_EQ(json::dump(offer["to"]), R"(["https://pln.harborcity.example/ap/users/7"])");
    EXPECT_EQ(json::dump(offer["cc"]), "[]");
    const auto read = parse_agreement(parse_activity(offer)->object);
    ASSERT_TRUE(read);
    EXPECT_EQ(json::dump(write_agreement(*read)), json::dump(write_agreement(draft)));

    Agreement signed_one = draft;
    signed_one.id = "https://pln.harborcity.example/ap/agreements/12";
    signed_one.attributed_to = signed_one.provider = physics_offer().author;
    signed_one.receiver = "https://l.test/u/3";
    signed_one.status = "trial";
    const json::Value accept =
        write_activity(make_accept_offer("https://pln.harborcity.example/a/4", physics_offer().author,
                                         "https://l.test/u/3", "https://l.test/o/1", signed_one));
    EXPECT_EQ(accept["object"].string(), "https://l.test/o/1");
    EXPECT_EQ(accept["result"]["stipulates"]["id"].string(), signed_one.id + "#primary");
    EXPECT_EQ(parse_agreement(accept["result"])->receiver, "https://l.test/u/3");
}

TEST(Mentorship, misspelled_stipulation_is_read_and_empty_ones_refused) {
    EXPECT_TRUE(parse_agreement(
        *json::parse(R"({"type":"Agreement","stiplulates":{"satisfies":"https://h.test/p#primary"}})")));
    EXPECT_FALSE(parse_agreement(*json::parse(R"({"type":"Agreement","stipulates":[]})")));
    EXPECT_FALSE(parse_agreement(*json::parse(R"({"type":"Agreement","stipulates":{"satisfies":"urn:x"}})")));
    EXPECT_FALSE(parse_agreement(*json::parse(R"({"type":"Note"})")));
}

TEST(Mentorship, carrier_text_tells_the_practical_facts) {
    const CarrierText carrier = fallback_text(physics_offer(), "https://pln.harborcity.example/tags/");
    EXPECT_EQ(text::html_to_text(carrier.html),
              "Mentoring offer: intro physics, 2 places\nweekly · 10 weeks · video, in person · English · "
              "weekday evening (America/Denver)\nlab design, questioning · open until 2027-01-20\n\nNot reported to "
              "anyone.\n\n"
              "Details and how to apply\n\n#Mentorship #LabDesign #Questioning");
    MentorshipProposal full = physics_offer();
    full.places_free = 0;
    EXPECT_EQ(text::html_to_text(fallback_text(full, "").html).find("FULL: Mentoring offer: intro physics\n"), 0u);
    MentorshipProposal brief = physics_offer();
    brief.weeks = 1;
    EXPECT_NE(text::html_to_text(fallback_text(brief, "").html).find(" · 1 week · "), std::string::npos);
}

}  // namespace
}  // namespace collegium::as2
