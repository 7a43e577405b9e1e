// The exact shape of what others read: rules 3 to 9, 26 and 32 of federation.md section 0.
#include "domain/mentorships.hpp"
#include "domain/resources.hpp"
#include "domain/timelines.hpp"
#include "federation/objects/note.hpp"
#include "federation/objects/proposal.hpp"
#include "storage/repo/mentorships.hpp"
#include "storage/repo/posts.hpp"
#include "unit/federation/outbound_world.hpp"

namespace collegium::federation::test {
namespace {

class NoteRender : public OutboundWorld {
  protected:
    json::Value render(PostId id, AccountId author) {
        auto here = context();
        auto view = domain::load_post(here, id, author);
        if (!view) throw std::runtime_error("no such post");
        return render_note(here, *view);
    }
    model::Proposal proposal(const model::Account& author, int places) {
        domain::ProposalDraft draft;
        draft.author = author.id;
        draft.language = "en";
        draft.proposal.title = "First-year physics labs";
        draft.proposal.content = "Weekly, online.";
        draft.proposal.topics = {{"", "Lab safety", ""}};
        draft.proposal.places = places;
        auto here = context();
        auto made = domain::create_proposal(here, draft);
        if (!made) throw std::runtime_error(made.error().message());
        return *made;
    }
};

TEST_F(NoteRender, plain_public_post_has_exactly_this_shape) {
    const auto ada = member("ada");
    const auto made = post(ada, "Carts on a track");
    const std::string actor = ada.uri;
    const std::string note = made.uri;
    const std::string thread = "https://north.example/ap/threads/" + made.id.text();
    const std::string expected =
        R"({"id":")" + note + R"(","type":"Note","attributedTo":")" + actor + R"(","url":")" + made.url +
        R"(","published":"2026-09-01T10:00:00.000Z","to":["https://www.w3.org/ns/activitystreams#Public"],"cc":[")" +
        actor + R"(/followers"],"sensitive":false,"content":"<p>Carts on a track</p>","contentMap":{"en":"<p>Carts )" +
        R"(on a track</p>"},"tag":[],"attachment":[],"context":")" + thread +
        R"(","interactionPolicy":{"canQuote":{"automaticApproval":[")" + actor + R"("]}},"replies":{"id":")" + note +
        R"(/replies","type":"Collection","totalItems":0,"repliesOf":")" + note + R"(","first":{"id":")" + note +
        R"(/replies?page=true","type":"CollectionPage","partOf":")" + note +
        R"(/replies","items":[]}},"likes":{"id":")" + note +
        R"(/likes","type":"Collection","totalItems":0,"likesOf":")" + note + R"("},"shares":{"id":")" + note +
        R"(/shares","type":"Collection","totalItems":0,"sharesOf":")" + note + R"("}})";
    EXPECT_EQ(json::dump(render(made.id, ada.id)), expected);
}

TEST_F(NoteRender, mentions_and_tags_stand_in_tag_and_cc) {
    const auto ada = member("ada");
    const auto maya = stranger("maya", "south.example");
    const auto made = post(ada, "@maya@south.example look: #LabDesign");
    const auto note = render(made.id, ada.id);
    EXPECT_EQ(json::dump(note["tag"]),
              R"([{"type":"Mention","href":"https://south.example/users/maya","name":"@maya@south.example"},)"
              R"({"type":"Hashtag","href":"https://north.example/tags/labdesign","name":"#LabDesign"}])");
    EXPECT_EQ(note["cc"].items().back().string(), maya.uri);
}

TEST_F(NoteRender, a_reply_names_the_author_it_answers_even_when_the_text_does_not) {
    const auto ada = member("ada");
    const auto maya = stranger("maya", "south.example");
    const auto parent = remote_post(maya, "https://south.example/notes/1");
    const auto note = render(post(ada, "Yes!", model::Visibility::public_, parent.id).id, ada.id);
    EXPECT_EQ(note["inReplyTo"].string(), parent.uri);
    ASSERT_EQ(note["tag"].items().size(), 1u);
    EXPECT_EQ(note["tag"].items().front()["href"].string(), maya.uri);
    EXPECT_EQ(note["cc"].items().back().string(), maya.uri);
    EXPECT_FALSE(note.contains("context"));  // the thread began elsewhere
}

TEST_F(NoteRender, a_direct_reply_is_not_widened_to_the_author_it_answers) {
    const auto ada = member("ada");
    const auto maya = stranger("maya", "south.example");
    const auto lena = stranger("lena", "west.example");
    const auto parent = remote_post(maya, "https://south.example/notes/1");
    const auto note = render(post(ada, "@lena@west.example see this", model::Visibility::direct, parent.id).id, ada.id);
    EXPECT_EQ(json::dump(note["to"]), "[\"" + lena.uri + "\"]");
    EXPECT_EQ(json::dump(note["cc"]), "[]");
    EXPECT_FALSE(note.contains("replies"));
    EXPECT_FALSE(note.contains("context"));
}

TEST_F(NoteRender, a_content_warning_is_summary_and_a_note_has_no_name) {
    const auto ada = member("ada");
    domain::PostDraft draft;
    draft.author = ada.id;
    draft.text = "Blood types";
    draft.spoiler_text = "Blood";
    auto here = context();
    const auto note = render(domain::create_post(here, draft)->id, ada.id);
    EXPECT_EQ(note["summary"].string(), "Blood");
    EXPECT_EQ(note["sensitive"].boolean(), true);
    EXPECT_FALSE(note.contains("name"));
    EXPECT_FALSE(note.contains("source"));
}

TEST_F(NoteRender, direct_replies_that_all_may_read_stand_in_replies) {
    const auto ada = member("ada");
    const auto root = post(ada, "Question");
    const auto answer = post(ada, "Answer", model::Visibility::unlisted, root.id);
    post(ada, "Private", model::Visibility::followers, root.id);
    post(ada, "Deeper", model::Visibility::public_, answer.id);
    const auto note = render(root.id, ada.id);
    EXPECT_EQ(json::dump(note["replies"]["first"]["items"]), "[\"" + answer.uri + "\"]");
}

TEST_F(NoteRender, a_resource_carries_its_record_its_link_and_a_preview) {
    const auto ada = member("ada");
    domain::ResourceDraft draft;
    draft.author = ada.id;
    draft.language = "en";
    draft.record.title = "Momentum carts without equations";
    draft.record.work_url = "https://files.example/carts.pdf";
    draft.record.license = "https://creativecommons.org/licenses/by-sa/4.0/";
    auto here = context();
    const auto resource = domain::create_resource(here, draft);
    ASSERT_TRUE(resource) << resource.error().message();
    const auto note = render(resource->post_id, ada.id);
    EXPECT_EQ(note["type"].string(), "Note");
    EXPECT_EQ(note["url"].string(), resource->uri);
    EXPECT_EQ(note["learningResource"]["type"].string(), "LearningResource");
    EXPECT_EQ(note["learningResource"]["name"].string(), "Momentum carts without equations");
    EXPECT_EQ(note["learningResource"]["license"].string(), "https://creativecommons.org/licenses/by-sa/4.0/");
    EXPECT_EQ(json::dump(note["attachment"]),
              R"([{"type":"Link","mediaType":"text/html","href":")" + resource->uri + R"("}])");
    const auto& link = note["tag"].items().back();
    EXPECT_EQ(link["type"].string(), "Link");
    EXPECT_EQ(link["href"].string(), resource->uri);
    EXPECT_EQ(link["rel"].items().front().string(), "https://schema.org/LearningResource");
    EXPECT_NE(note["content"].string().find("CC BY-SA 4.0"), std::string::npos);
}

TEST_F(NoteRender, a_proposal_carries_its_intent_and_leads_to_the_canonical_one) {
    const auto ada = member("ada");
    const auto row = proposal(ada, 2);
    const auto note = render(row.post_id, ada.id);
    EXPECT_EQ(note["type"].string(), "Note");
    EXPECT_EQ(note["purpose"].string(), "offer");
    EXPECT_EQ(note["unitBased"].boolean(), false);
    EXPECT_EQ(note["publishes"]["id"].string(), row.uri + "#primary");
    EXPECT_EQ(note["publishes"]["availableQuantity"]["hasNumericalValue"].string(), "2");
    EXPECT_EQ(note["publishes"]["provider"].string(), ada.uri);
    EXPECT_EQ(note["mentorship"]["placesFree"].integer(), 2);
    const auto& link = note["tag"].items().back();
    EXPECT_EQ(link["href"].string(), row.uri);
    EXPECT_EQ(link["rel"].items().front().string(), "https://w3id.org/valueflows/ont/vf#Proposal");
}

TEST_F(NoteRender, a_full_proposal_says_so_first_and_is_newer_than_before) {
    const auto ada = member("ada");
    const auto row = proposal(ada, 1);
    EXPECT_FALSE(render(row.post_id, ada.id).contains("updated"));
    now_ += std::chrono::minutes(5);
    ASSERT_TRUE(repo::take_place(*db_, row.id, now_));
    const auto note = render(row.post_id, ada.id);
    EXPECT_TRUE(note["content"].string().starts_with("<p><strong>FULL: ")) << note["content"].string();
    EXPECT_EQ(note["contentMap"]["en"].string(), note["content"].string());
    EXPECT_EQ(note["updated"].string(), "2026-09-01T10:05:00.000Z");
    EXPECT_EQ(note["mentorship"]["status"].string(), "full");
    EXPECT_EQ(note["publishes"]["availableQuantity"]["hasNumericalValue"].string(), "0");
}

TEST_F(NoteRender, the_canonical_proposal_has_the_carriers_intent_and_audience) {
    const auto ada = member("ada");
    const auto row = proposal(ada, 2);
    const auto note = render(row.post_id, ada.id);
    auto here = context();
    const auto carrier = domain::load_post(here, row.post_id, ada.id);
    const auto canonical = render_proposal(here, row, *carrier);
    EXPECT_EQ(canonical["type"].string(), "Proposal");
    EXPECT_EQ(canonical["id"].string(), row.uri);
    EXPECT_EQ(canonical["preview"].string(), note["id"].string());
    EXPECT_EQ(canonical["publishes"], note["publishes"]);
    EXPECT_EQ(canonical["to"], note["to"]);
    EXPECT_EQ(canonical["cc"], note["cc"]);
}

}  // namespace
}  // namespace collegium::federation::test
