#include <gtest/gtest.h>

#include "as2/context.hpp"
#include "as2/parse.hpp"
#include "as2/vocabulary.hpp"
#include "as2/write.hpp"

namespace collegium::as2 {
namespace {

Timestamp noon() {
    return *parse_rfc3339("2026-09-01T12:00:00Z");
}

Note sample_note() {
    Note note;
    note.id = "https://h.test/ap/notes/1";
    note.type = "Note";
    note.attributed_to = "https://h.test/ap/users/7";
    note.content = "<p>Hello</p>";
    note.language = "en";
    note.published = noon();
    note.url = "https://h.test/@maya/1";
    note.to = {std::string(public_collection)};
    note.cc = {"https://h.test/ap/users/7/followers"};
    InteractionPolicy policy;
    policy.can_quote = PolicyRule{{std::string(public_collection)}, {}};
    note.interaction_policy = policy;
    note.replies =
        EmbeddedCollection{"https://h.test/ap/notes/1/replies", 0, {}, "https://h.test/ap/notes/1/replies?page=1", ""};
    note.likes = EmbeddedCollection{"https://h.test/ap/notes/1/likes", 2, {}, "", ""};
    return note;
}

TEST(As2Write, note_has_exactly_this_shape) {
    EXPECT_EQ(
        json::dump(write_note(sample_note())),
        R"({"id":"https://h.test/ap/notes/1","type":"Note","attributedTo":"https://h.test/ap/users/7",)"
        R"("url":"https://h.test/@maya/1","published":"2026-09-01T12:00:00.000Z",)"
        R"("to":["https://www.w3.org/ns/activitystreams#Public"],"cc":["https://h.test/ap/users/7/followers"],)"
        R"("sensitive":false,"content":"<p>Hello</p>","contentMap":{"en":"<p>Hello</p>"},"tag":[],"attachment":[],)"
        R"("interactionPolicy":{"canQuote":{"automaticApproval":["https://www.w3.org/ns/activitystreams#Public"]}},)"
        R"("replies":{"id":"https://h.test/ap/notes/1/replies","type":"Collection","totalItems":0,)"
        R"("repliesOf":"https://h.test/ap/notes/1","first":{"id":"https://h.test/ap/notes/1/replies?page=1",)"
        R"("type":"CollectionPage","partOf":"https://h.test/ap/notes/1/replies","items":[]}},)"
        R"("likes":{"id":"https://h.test/ap/notes/1/likes","type":"Collection","totalItems":2,)"
        R"("likesOf":"https://h.test/ap/notes/1"}})");
}

TEST(As2Write, lists_are_there_even_when_empty) {
    Note note;
    note.id = "https://h.test/1";
    note.type = "Note";
    note.name = "never on a Note";
    const json::Value value = write_note(note);
    for (const Name name : {property::to, property::cc, property::tag, property::attachment}) {
        ASSERT_TRUE(value.contains(name)) << name;
        EXPECT_TRUE(value[name].is_array()) << name;
    }
    EXPECT_FALSE(value.contains(property::name));
    EXPECT_EQ(value[property::url].string(), note.id);
    const json::Value activity =
        write_activity(make_activity(type::follow, "https://h.test/a", "https://h.test/u", "https://x.test/u", {}));
    EXPECT_EQ(json::dump(activity),
              R"({"id":"https://h.test/a","type":"Follow","actor":"https://h.test/u","to":[],"cc":[],)"
              R"("object":"https://x.test/u"})");
}

TEST(As2Write, note_reads_back_the_same) {
    Note note = sample_note();
    note.summary = "warning";
    note.sensitive = true;
    note.mentions = {{"https://x.test/u", "@u@x.test"}};
    note.hashtags = {{"Physics", "https://h.test/tags/physics"}};
    note.emojis = {{"https://h.test/e/1", "cart", "https://h.test/e.png", "image/png", noon()}};
    note.links = {{"https://h.test/p/1", "application/ld+json", "Details", {"https://a.test/rel"}}};
    Attachment image;
    image.type = "Image";
    image.url = "https://h.test/i.webp";
    image.media_type = "image/webp";
    image.description = "Two carts";
    image.width = 640;
    image.height = 480;
    image.focal_point = std::pair(0.5, -1.0);
    note.attachments = {image};
    note.quote = "https://x.test/n/1";
    note.poll = Poll{false, {{"a", 1}, {"b", 0}}, noon(), std::nullopt, 1};
    note.extensions = json::Value::object({{"purpose", "offer"}});
    const json::Value written = write_note(note);
    const auto read = parse_note(written);
    ASSERT_TRUE(read);
    EXPECT_EQ(json::dump(write_note(*read)), json::dump(written));
    EXPECT_EQ(read->attachments[0].focal_point, image.focal_point);
}

TEST(As2Write, create_and_update_name_the_same_people_as_their_object) {
    const Activity create = make_create("https://h.test/a/1", sample_note());
    const json::Value value = write_activity(create);
    EXPECT_EQ(value["actor"].string(), sample_note().attributed_to);
    EXPECT_EQ(value["to"], value["object"]["to"]);
    EXPECT_EQ(value["cc"], value["object"]["cc"]);
    EXPECT_EQ(value["published"], value["object"]["published"]);
    const json::Value update =
        write_activity(make_update("https://h.test/a/2", sample_note(), {"https://x.test/u", sample_note().cc[0]}));
    EXPECT_EQ(update["cc"].items().size(), 2u);
    EXPECT_EQ(update["cc"], update["object"]["cc"]);
}

TEST(As2Write, delete_carries_a_tombstone) {
    const Tombstone tombstone{"https://h.test/n/1", "Note", noon()};
    const json::Value value = write_activity(
        make_delete("https://h.test/a", "https://h.test/u", tombstone, {std::string(public_collection)}, {}));
    EXPECT_EQ(
        json::dump(value["object"]),
        R"({"id":"https://h.test/n/1","type":"Tombstone","formerType":"Note","deleted":"2026-09-01T12:00:00.000Z"})");
    const json::Value gone = write_activity(make_delete_actor("https://h.test/a", "https://h.test/u"));
    EXPECT_EQ(gone["object"].string(), gone["actor"].string());
}

TEST(As2Write, answers_embed_what_they_answer) {
    const json::Value follow = write_activity(make_activity(type::follow, "https://x.test/f/1", "https://x.test/u",
                                                            "https://h.test/u", {"https://h.test/u"}));
    const json::Value accept = write_activity(
        make_activity(type::accept, "https://h.test/a/1", "https://h.test/u", follow, {"https://x.test/u"}));
    EXPECT_EQ(accept["object"]["id"].string(), "https://x.test/f/1");
    EXPECT_EQ(accept["object"]["actor"].string(), "https://x.test/u");
}

Actor sample_actor() {
    Actor actor;
    actor.id = "https://h.test/ap/users/7";
    actor.type = "Person";
    actor.preferred_username = "maya.okafor";
    actor.webfinger = "maya.okafor@h.test";
    actor.inbox = actor.id + "/inbox";
    actor.outbox = actor.id + "/outbox";
    actor.followers = actor.id + "/followers";
    actor.shared_inbox = "https://h.test/inbox";
    actor.public_keys = {{actor.id + "#main-key", actor.id, "PEM"}};
    actor.assertion_methods = {{actor.id + "#ed25519-key", actor.id, "z6Mk"}};
    actor.fields = {{"Site", "<a>x</a>"}};
    actor.generator = "https://h.test/actor";
    actor.implements = {std::string(fep_0837)};
    actor.icon = Picture{"https://h.test/a.png", "image/png", "portrait"};
    return actor;
}

TEST(As2Write, actor_reads_back_the_same) {
    const json::Value written = write_actor(sample_actor());
    EXPECT_TRUE(written["attachment"].is_array() && written["tag"].is_array());
    EXPECT_EQ(written["manuallyApprovesFollowers"].boolean(), false);
    EXPECT_EQ(written["discoverable"].boolean(), false);
    EXPECT_TRUE(written["publicKey"].is_object());
    const auto read = parse_actor(written);
    ASSERT_TRUE(read) << read.error().message();
    EXPECT_EQ(json::dump(write_actor(*read)), json::dump(written));
}

TEST(As2Context, defines_what_is_used_and_nothing_else) {
    const json::Value plain = with_context(json::Value::object({{"type", "Create"}, {"actor", "x"}}));
    EXPECT_EQ(json::dump(plain),
              R"({"@context":["https://www.w3.org/ns/activitystreams"],"type":"Create","actor":"x"})");
    Note note = sample_note();
    note.hashtags = {{"Physics", "https://h.test/tags/physics"}};
    const json::Value context = context_for(write_note(note));
    ASSERT_EQ(context.items().size(), 2u);
    const json::Value& terms = context.items()[1];
    EXPECT_EQ(terms["Hashtag"].string(), "as:Hashtag");
    EXPECT_EQ(terms["gts"].string(), "https://gotosocial.org/ns#");
    EXPECT_EQ(terms["interactionPolicy"]["@type"].string(), "@id");
    EXPECT_FALSE(terms.contains("vf") || terms.contains("toot") || terms.contains("publishes"));
}

TEST(As2Context, keys_and_proofs_bring_their_contexts) {
    const json::Value actor = context_for(write_actor(sample_actor()));
    EXPECT_EQ(actor.items()[1].string(), security_context);
    EXPECT_EQ(actor.items()[2].string(), key_context);
    const json::Value proved = context_for(json::Value::object({{"type", "Note"}}), ProofPlan::proved);
    EXPECT_EQ(proved.items()[1].string(), proof_context);
    EXPECT_TRUE(check_document(with_context(write_actor(sample_actor()))));
}

TEST(As2Context, languages_are_no_terms) {
    const json::Value value = json::Value::object({{"contentMap", json::Value::object({{"value", "x"}})}});
    EXPECT_EQ(context_for(value).items().size(), 1u);
    const json::Value own = context_for(json::Value::object({{"pln:status", "active"}}));
    EXPECT_EQ(own.items()[1]["pln"].string(), pln);
}

TEST(As2Write, collections_have_their_pages_or_their_items) {
    Collection collection;
    collection.id = "https://h.test/c";
    collection.type = "OrderedCollection";
    collection.total = 3;
    collection.first = "https://h.test/c?page=1";
    EXPECT_EQ(json::dump(write_collection(collection)),
              R"({"id":"https://h.test/c","type":"OrderedCollection","totalItems":3,)"
              R"("first":"https://h.test/c?page=1"})");
    Collection page;
    page.id = "https://h.test/c?page=1";
    page.type = "CollectionPage";
    page.part_of = "https://h.test/c";
    EXPECT_EQ(json::dump(write_collection(page)), R"({"id":"https://h.test/c?page=1","type":"CollectionPage",)"
                                                  R"("partOf":"https://h.test/c","items":[]})");
}

}  // namespace
}  // namespace collegium::as2
