// Actors, objects and activities as plain values: what is left of a document once its names, types and sizes
// have been checked. The same structs are read (as2/parse) and written (as2/write). Text is as it came:
// HTML is sanitised by whoever stores it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/json.hpp"
#include "core/time.hpp"

namespace collegium::as2 {

using Texts = std::vector<std::string>;

struct PublicKey {
    std::string id, owner, pem;
};

struct Multikey {  // FEP-521a
    std::string id, controller, multibase;
};

struct Picture {
    std::string url, media_type, description;
};

struct ProfileField {
    std::string name, value;  // the value is HTML
};

struct Mention {
    std::string href, name;  // actor id; "@user@domain"
};

struct Hashtag {
    std::string name, href;  // without "#"
};

struct Emoji {
    std::string id, shortcode;  // without colons
    std::string url, media_type;
    std::optional<Timestamp> updated;
};

struct ObjectLink {  // FEP-e232
    std::string href, media_type, name;
    Texts rel;
};

struct Attachment {
    std::string type;  // Image, Video, Audio, Document, or Link for a preview hint
    std::string url, media_type, description, blurhash;
    std::optional<std::int64_t> width, height;
    std::optional<std::pair<double, double>> focal_point;
    std::string duration;  // ISO 8601
};

// Whom a rule lets do something: Public, a followers or following collection, or actors.
struct PolicyRule {
    Texts automatic, manual;
};

struct InteractionPolicy {
    std::optional<PolicyRule> can_quote, can_reply, can_like, can_announce, can_feature;
};

// A collection as it is named, or begun, inside another object. `id` alone when it was not embedded.
struct EmbeddedCollection {
    std::string id;
    std::optional<std::int64_t> total;
    Texts items;  // ids
    std::string first, next;
};

struct Actor {
    std::string id;
    std::string type;
    std::string preferred_username, webfinger, name;
    std::string summary;  // HTML
    std::string url;
    std::string inbox, outbox, shared_inbox, followers, following, featured, featured_tags;
    std::optional<Picture> icon, image;
    std::vector<ProfileField> fields;
    std::vector<PublicKey> public_keys;
    std::vector<Multikey> assertion_methods;
    std::optional<bool> manually_approves_followers;
    bool discoverable = false;
    bool indexable = false;
    bool memorial = false;
    bool suspended = false;
    bool commercial = false;
    std::string moved_to;
    Texts also_known_as;
    Texts attribution_domains;
    Texts implements;       // FEP-844e, of the actor's generator or of the actor itself
    std::string generator;  // the server's Application
    std::optional<Timestamp> published, updated;
    std::vector<Emoji> emojis;
    std::optional<InteractionPolicy> interaction_policy;
    std::string moderators;  // of a Group: the collection that it is attributedTo
    bool posting_restricted = false;
    std::string proposals;  // collection of mentorship proposals
};

struct PollOption {
    std::string name;
    std::int64_t votes = 0;
};

struct Poll {
    bool multiple = false;
    std::vector<PollOption> options;
    std::optional<Timestamp> end_time, closed;
    std::optional<std::int64_t> voters;
};

// Any object that is shown as a post: Note, Question, Article, Page, Event, Image, Video, Audio, Proposal.
struct Note {
    std::string id;
    std::string type;
    std::string attributed_to;
    std::string name, content, summary;
    std::string media_type;  // of content; "" is text/html
    std::string language;    // BCP 47, of content; "" when unknown
    std::string source, source_type;
    bool sensitive = false;
    std::string in_reply_to;
    std::optional<Timestamp> published, updated;
    std::string url;
    Texts to, cc;
    std::string audience;  // a group (FEP-1b12)
    std::vector<Mention> mentions;
    std::vector<Hashtag> hashtags;
    std::vector<Emoji> emojis;
    std::vector<ObjectLink> links;
    std::vector<Attachment> attachments;
    std::optional<EmbeddedCollection> replies, likes, shares;
    std::string context, conversation;
    std::optional<InteractionPolicy> interaction_policy;
    std::string quote, quote_authorization;
    std::optional<Poll> poll;
    // An object with what we know of beyond the above, as it came: learningResource, purpose, publishes,
    // reciprocal, unitBased, mentorship, startTime, endTime, location.
    json::Value extensions;
};

struct Activity {
    std::string id;
    std::string type;
    std::string actor;
    json::Value object;  // an id, an object, or a list of either
    json::Value target, result, instrument;
    Texts to, cc;
    std::optional<Timestamp> published;
    std::string content, summary;

    std::string object_id() const;  // the first object's; "" when it has none
    std::string target_id() const;
    std::string result_id() const;
    std::string instrument_id() const;
};

struct Tombstone {
    std::string id, former_type;
    std::optional<Timestamp> deleted;
};

// A collection or one page of it.
struct Collection {
    std::string id, type;
    std::optional<std::int64_t> total;
    std::vector<json::Value> items;  // ids or objects
    std::string first, last, next, prev, part_of;
    json::Value embedded_first;  // the first page, when it came along
    std::string attributed_to;
};

}  // namespace collegium::as2
