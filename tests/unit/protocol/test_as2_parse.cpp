#include <gtest/gtest.h>

#include "as2/parse.hpp"
#include "as2/vocabulary.hpp"
#include "core/strings.hpp"

namespace collegium::as2 {
namespace {

json::Value json_of(std::string_view text) {
    const auto parsed = json::parse(text);
    EXPECT_TRUE(parsed) << text.substr(0, 300);
    return parsed ? *parsed : json::Value();
}

// A Note with the given members added.
Result<Note> note_with(const std::string& members) {
    return parse_note(json_of(R"({"id":"https://h.test/n/1","type":"Note","attributedTo":"https://h.test/u/1")" +
                              (members.empty() ? "" : "," + members) + "}"));
}

Result<Actor> actor_with(const std::string& members) {
    return parse_actor(
        json_of(R"({"id":"https://h.test/u/1","type":"Person","preferredUsername":"maya","inbox":"https://h.test/i")" +
                (members.empty() ? "" : "," + members) + "}"));
}

TEST(As2Document, second_readings_are_refused) {
    for (const char* text :
         {R"({"@graph":[{"id":"https://h.test/1"}]})", R"({"object":{"@included":{}}})", R"({"tag":[{"@reverse":1}]})",
          R"({"@context":{"actor":"as:object"}})", R"({"@context":["x",{"content":{"@id":"as:summary"}}]})",
          R"({"@context":{"id":"https://evil.test/id"}})", R"({"object":{"@context":{"attributedTo":"as:to"}}})",
          R"({"actor":"https://evil.test/1","actor":"https://h.test/1"})", "[]", "null", "\"x\"", "{",
          "{\"a\":\"\xff\"}"}) {
        EXPECT_FALSE(parse_document(text)) << text;
    }
    EXPECT_EQ(parse_document("{\"a\":\"" + std::string(1'100'000, 'x') + "\"}").error().code(), Errc::too_large);
    EXPECT_FALSE(parse_document(std::string(40, '[') + std::string(40, ']')));
}

TEST(As2Document, harmless_contexts_are_accepted) {
    EXPECT_TRUE(
        parse_document(R"({"@context":["https://www.w3.org/ns/activitystreams",{"toot":"http://joinmastodon.org/ns#",
        "id":"@id","type":"@type","content":"as:content","sensitive":"as:sensitive","inbox":{"@id":"ldp:inbox"},
        "publicKey":"https://w3id.org/security#publicKey"}],"type":"Note"})"));
    EXPECT_TRUE(parse_document(R"({"learningResource":{"@context":"https://schema.org","@type":"LearningResource"}})"));
}

TEST(As2Note, one_or_many_ids_or_objects_read_alike) {
    const auto note = note_with(R"("to":"as:Public","cc":["https://h.test/f",null,{"id":"https://x.test/u"},7,[],
        "https://h.test/f"],"inReplyTo":{"id":"https://x.test/n/2","type":"Note"},"url":[{"type":"Link","mediaType":
        "application/x","href":"https://h.test/a"},{"type":"Link","mediaType":"text/html","href":"https://h.test/b"}],
        "tag":{"type":"Mention","href":"https://x.test/u","name":"@u@x.test"},
        "attachment":{"type":"Image","url":"https://h.test/i.png","mediaType":"image/png","name":"alt"})");
    ASSERT_TRUE(note) << note.error().message();
    EXPECT_EQ(note->to, Texts({std::string(public_collection)}));
    EXPECT_EQ(note->cc, Texts({"https://h.test/f", "https://x.test/u"}));
    EXPECT_EQ(note->in_reply_to, "https://x.test/n/2");
    EXPECT_EQ(note->url, "https://h.test/b");
    ASSERT_EQ(note->mentions.size(), 1u);
    EXPECT_EQ(note->mentions[0].name, "@u@x.test");
    ASSERT_EQ(note->attachments.size(), 1u);
    EXPECT_EQ(note->attachments[0].description, "alt");
}

TEST(As2Note, wrong_types_read_as_absent) {
    const auto note = note_with(R"("content":["x"],"summary":{"id":"https://h.test/"},"sensitive":"true","published":17,
        "updated":"yesterday","url":{"href":7},"to":{"a":1},"contentMap":["en"],"tag":"x","attachment":"https://h.test/",
        "replies":5,"quote":"a text excerpt","oneOf":"x","interactionPolicy":[],"name":17)");
    ASSERT_TRUE(note) << note.error().message();
    EXPECT_EQ(note->content + note->summary + note->language + note->quote + note->name, "");
    EXPECT_FALSE(note->sensitive || note->published || note->updated || note->replies || note->poll);
    EXPECT_FALSE(note->interaction_policy);
    EXPECT_TRUE(note->to.empty() && note->attachments.empty());
    EXPECT_EQ(note->url, note->id);
}

TEST(As2Note, what_has_no_id_author_or_known_type_is_refused) {
    EXPECT_FALSE(parse_note(json_of("{}")));
    EXPECT_FALSE(parse_note(json_of(R"({"id":"https://h.test/1","type":"Note"})")));
    EXPECT_FALSE(parse_note(json_of(R"({"id":"javascript:1","type":"Note","attributedTo":"https://h.test/u"})")));
    EXPECT_FALSE(parse_note(json_of(R"({"id":"https://h.test/1","type":"Person","attributedTo":"https://h.test/u"})")));
    EXPECT_FALSE(parse_note(json_of(R"({"@id":"https://h.test/1","@type":"Note","attributedTo":"https://h.test/u"})")));
    EXPECT_TRUE(
        parse_note(json_of(R"({"id":"https://h.test/1","type":["Note","X"],"attributedTo":["https://h.test/u"]})")));
}

TEST(As2Note, schemes_but_http_are_absent_everywhere) {
    const auto note = note_with(R"("url":"javascript:alert","inReplyTo":"data:x","to":["file:///etc/passwd"],
        "attachment":[{"type":"Document","url":"data:text/html,x"},{"type":"Link","href":"javascript:1"}],
        "tag":[{"type":"Emoji","name":":x_x:","icon":{"url":"data:image/png"}},{"type":"Mention","href":"javascript:1"}],
        "quoteUrl":"ftp://x","context":"urn:x")");
    ASSERT_TRUE(note);
    EXPECT_EQ(note->url, note->id);
    EXPECT_EQ(note->in_reply_to + note->quote + note->context, "");
    EXPECT_TRUE(note->to.empty() && note->attachments.empty() && note->emojis.empty() && note->mentions.empty());
}

TEST(As2Note, floods_are_cut_at_the_limits) {
    std::string to, tags, attachments;
    for (int i = 0; i < 1'100; ++i) {
        const std::string number = std::to_string(i);
        to += "\"https://h.test/u/" + number + "\",";
        tags += R"({"type":"Mention","href":"https://h.test/u/)" + number + R"("},{"type":"Hashtag","name":"#t)" +
                number + "\"},";
        attachments += R"({"type":"Image","url":"https://h.test/i/)" + number + "\"},";
    }
    to.pop_back();
    tags.pop_back();
    attachments.pop_back();
    const auto note = note_with("\"to\":[" + to + "],\"cc\":[" + to + "],\"tag\":[" + tags + "],\"attachment\":[" +
                                attachments + "],\"content\":\"" + std::string(200'000, 'x') + "\"");
    ASSERT_TRUE(note);
    EXPECT_EQ(note->to.size() + note->cc.size(), 1'000u);
    EXPECT_EQ(note->mentions.size(), 50u);
    EXPECT_EQ(note->hashtags.size(), 50u);
    EXPECT_EQ(note->attachments.size(), 16u);
    EXPECT_EQ(note->content.size(), 128u * 1024);
}

TEST(As2Note, language_is_that_of_the_first_map_entry) {
    const auto note = note_with(R"("contentMap":{"de-CH":"<p>Grüezi</p>","en":"<p>Hello</p>"})");
    ASSERT_TRUE(note);
    EXPECT_EQ(note->language, "de-CH");
    EXPECT_EQ(note->content, "<p>Grüezi</p>");
    EXPECT_EQ(note_with(R"("content":"x","contentMap":{"und":"x"})")->language, "");
    EXPECT_EQ(note_with(R"("content":"x","contentMap":{"\"><script>":"x"})")->language, "");
}

TEST(As2Note, quotes_policies_and_polls_are_read) {
    const auto note = note_with(R"("quoteUri":"https://x.test/n/9","interactionPolicy":{"canQuote":{"automaticApproval":
        "Public","manualApproval":["https://h.test/f"]},"canReply":{"always":["as:Public"],"approvalRequired":[]}},
        "anyOf":[{"type":"Note","name":"yes","replies":{"totalItems":3}},{"name":"no","replies":{"totalItems":-4}}],
        "votersCount":3,"endTime":"2026-09-01T10:00:00Z")");
    ASSERT_TRUE(note);
    EXPECT_EQ(note->quote, "https://x.test/n/9");
    EXPECT_EQ(note->interaction_policy->can_quote->automatic, Texts({std::string(public_collection)}));
    EXPECT_EQ(note->interaction_policy->can_reply->automatic, Texts({std::string(public_collection)}));
    EXPECT_FALSE(note->interaction_policy->can_like);
    ASSERT_TRUE(note->poll);
    EXPECT_TRUE(note->poll->multiple);
    EXPECT_EQ(note->poll->options[0].votes, 3);
    EXPECT_EQ(note->poll->options[1].votes, 0);
    EXPECT_TRUE(note->poll->end_time);
}

TEST(As2Note, updates_before_publication_are_ignored) {
    EXPECT_FALSE(note_with(R"("published":"2026-09-02T00:00:00Z","updated":"2026-09-01T00:00:00Z")")->updated);
    EXPECT_TRUE(note_with(R"("published":"2026-09-01T00:00:00Z","updated":"2026-09-02T00:00:00Z")")->updated);
}

TEST(As2Note, extensions_are_kept_as_they_came) {
    const auto note = note_with(R"("learningResource":{"name":"x"},"purpose":"offer","unknown":1)");
    ASSERT_TRUE(note);
    EXPECT_EQ(json::dump(note->extensions), R"({"learningResource":{"name":"x"},"purpose":"offer"})");
    EXPECT_TRUE(note_with("")->extensions.is_object());
}

TEST(As2Actor, mastodons_shape_is_read_whole) {
    const auto actor = actor_with(R"("name":"Maya\u202e Okafor","summary":"<p>x</p>","url":"https://h.test/@maya",
        "endpoints":{"sharedInbox":"https://h.test/inbox"},"followers":"https://h.test/f","manuallyApprovesFollowers":true,
        "discoverable":true,"publicKey":{"id":"https://h.test/u/1#main-key","owner":"https://h.test/u/1",
        "publicKeyPem":"-----BEGIN PUBLIC KEY-----"},"assertionMethod":[{"id":"https://h.test/u/1#ed25519-key",
        "type":"Multikey","controller":"https://h.test/u/1","publicKeyMultibase":"z6Mk"}],"alsoKnownAs":"https://o.test/u",
        "icon":[{"type":"Image","url":"https://h.test/a.png","summary":"alt"}],"attachment":[{"type":"PropertyValue",
        "name":"Site","value":"<a href=\"https://x.test\">x</a>"},{"type":"Link"}],
        "generator":{"id":"https://h.test/actor","type":"Application","implements":[{"href":"https://w3id.org/fep/0837"}]})");
    ASSERT_TRUE(actor) << actor.error().message();
    EXPECT_EQ(actor->name, "Maya Okafor");
    EXPECT_EQ(actor->shared_inbox, "https://h.test/inbox");
    EXPECT_EQ(actor->manually_approves_followers, true);
    EXPECT_TRUE(actor->discoverable);
    EXPECT_FALSE(actor->indexable);
    ASSERT_EQ(actor->public_keys.size(), 1u);
    EXPECT_EQ(actor->public_keys[0].owner, "https://h.test/u/1");
    ASSERT_EQ(actor->assertion_methods.size(), 1u);
    EXPECT_EQ(actor->also_known_as, Texts({"https://o.test/u"}));
    EXPECT_EQ(actor->icon->description, "alt");
    ASSERT_EQ(actor->fields.size(), 1u);
    EXPECT_EQ(actor->implements, Texts({"https://w3id.org/fep/0837"}));
}

TEST(As2Actor, unusable_actors_are_refused) {
    EXPECT_FALSE(parse_actor(json_of(R"({"id":"https://h.test/u","type":"Person","preferredUsername":"x"})")));
    EXPECT_FALSE(parse_actor(json_of(R"({"id":"https://h.test/u","type":"Person","inbox":"https://h.test/i"})")));
    EXPECT_FALSE(parse_actor(json_of(R"({"id":"https://h.test/u","type":"Note","inbox":"https://h.test/i"})")));
    EXPECT_FALSE(parse_actor(json_of(R"({"id":"https://h.test/u","type":"Person","preferredUsername":"x",
        "inbox":"file:///etc/passwd"})")));
    EXPECT_FALSE(actor_with(R"("x":1)")->suspended);
    EXPECT_TRUE(actor_with(R"("attributionDomains":[{"id":"victim.test"}])")->attribution_domains.empty());
    EXPECT_EQ(actor_with("\"name\":\"" + std::string(3'000, 'n') + "\"")->name.size(), 512u);
}

TEST(As2Activity, actor_is_one_voice) {
    const auto activity = [](const std::string& actor) {
        return parse_activity(
            json_of(R"({"id":"https://h.test/a","type":"Like","object":"https://x.test/n","actor":)" + actor + "}"));
    };
    EXPECT_EQ(activity(R"("https://h.test/u")")->actor, "https://h.test/u");
    EXPECT_EQ(activity(R"(["https://h.test/u"])")->actor, "https://h.test/u");
    EXPECT_EQ(activity(R"({"id":"https://h.test/u","type":"Person"})")->actor, "https://h.test/u");
    EXPECT_FALSE(activity(R"(["https://evil.test/u","https://victim.test/u"])"));
    EXPECT_FALSE(activity("17"));
    EXPECT_EQ(activity(R"("https://h.test/u")")->object_id(), "https://x.test/n");
}

TEST(As2Activity, objects_come_as_ids_objects_or_lists) {
    const auto flag = parse_activity(json_of(R"({"type":"Flag","actor":"https://h.test/actor","content":"spam",
        "object":["https://x.test/u","https://x.test/n"],"result":{"id":"https://h.test/r"}})"));
    ASSERT_TRUE(flag);
    EXPECT_EQ(flag->object_id(), "https://x.test/u");
    EXPECT_EQ(flag->object.items().size(), 2u);
    EXPECT_EQ(flag->result_id(), "https://h.test/r");
    EXPECT_EQ(flag->target_id(), "");
    EXPECT_EQ(parse_tombstone("https://h.test/n")->id, "https://h.test/n");
    EXPECT_EQ(
        parse_tombstone(json_of(R"({"id":"https://h.test/n","type":"Tombstone","formerType":"Note"})"))->former_type,
        "Note");
    EXPECT_FALSE(parse_tombstone(json::Value()));
}

TEST(As2Collection, both_names_of_items_are_read) {
    const auto collection = parse_collection(json_of(R"({"id":"https://h.test/c","type":"OrderedCollectionPage",
        "totalItems":2,"items":"https://h.test/1","orderedItems":[{"id":"https://h.test/2"},7,"javascript:x"],
        "next":"https://h.test/c?p=2","first":{"id":"https://h.test/f","type":"CollectionPage"}})"));
    ASSERT_TRUE(collection);
    EXPECT_EQ(collection->items.size(), 2u);
    EXPECT_EQ(collection->next, "https://h.test/c?p=2");
    EXPECT_TRUE(collection->embedded_first.is_object());
    EXPECT_FALSE(parse_collection(json_of(R"({"type":"Note"})")));
}

}  // namespace
}  // namespace collegium::as2
