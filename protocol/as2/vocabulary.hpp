// Every name of the wire in one place: the types, the properties and the addresses of terms that we read or
// write. JSON is read by these fixed names and never expanded as JSON-LD (security.md ORI-07), so a name here
// is spelled exactly as it stands in documents.
#pragma once

#include <string_view>

namespace collegium::as2 {

using Name = std::string_view;

constexpr Name activitystreams = "https://www.w3.org/ns/activitystreams";
constexpr Name public_collection = "https://www.w3.org/ns/activitystreams#Public";
constexpr Name activity_content_type = "application/activity+json; charset=utf-8";
constexpr Name ld_json_type = "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"";
constexpr Name security_context = "https://w3id.org/security/v1";
constexpr Name key_context = "https://www.w3.org/ns/cid/v1";
constexpr Name proof_context = "https://w3id.org/security/data-integrity/v2";
constexpr Name pln = "https://w3id.org/collegium/ns#";
constexpr Name vf_proposal = "https://w3id.org/valueflows/ont/vf#Proposal";
constexpr Name mentoring = "https://w3id.org/collegium/ns#Mentoring";  // what a mentorship's Intent conforms to
constexpr Name fep_0837 = "https://w3id.org/fep/0837";
constexpr Name misskey_quote_relation = "https://misskey-hub.net/ns#_misskey_quote";

namespace type {
constexpr Name person = "Person", group = "Group", organization = "Organization", service = "Service",
               application = "Application";
constexpr Name note = "Note", question = "Question", article = "Article", page = "Page", event = "Event",
               image = "Image", video = "Video", audio = "Audio", document = "Document", tombstone = "Tombstone";
constexpr Name create = "Create", update = "Update", delete_ = "Delete", follow = "Follow", accept = "Accept",
               tentative_accept = "TentativeAccept", reject = "Reject", undo = "Undo", announce = "Announce",
               like = "Like", dislike = "Dislike", emoji_react = "EmojiReact", block = "Block", flag = "Flag",
               move = "Move", add = "Add", remove = "Remove", offer = "Offer", leave = "Leave", join = "Join",
               invite = "Invite", ignore = "Ignore", quote_request = "QuoteRequest";
constexpr Name collection = "Collection", ordered_collection = "OrderedCollection", collection_page = "CollectionPage",
               ordered_collection_page = "OrderedCollectionPage";
constexpr Name mention = "Mention", hashtag = "Hashtag", emoji = "Emoji", link = "Link",
               property_value = "PropertyValue", multikey = "Multikey", quote_authorization = "QuoteAuthorization";
constexpr Name proposal = "Proposal", intent = "Intent", agreement = "Agreement", commitment = "Commitment",
               economic_event = "EconomicEvent";
constexpr Name learning_resource = "LearningResource", defined_term = "DefinedTerm", media_object = "MediaObject",
               creative_work = "CreativeWork", educational_audience = "EducationalAudience";
}  // namespace type

namespace property {
constexpr Name context = "@context", id = "id", type = "type", name = "name", content = "content",
               content_map = "contentMap", summary = "summary", summary_map = "summaryMap", name_map = "nameMap",
               url = "url", href = "href", rel = "rel", media_type = "mediaType", source = "source",
               published = "published", updated = "updated", deleted = "deleted", former_type = "formerType",
               attributed_to = "attributedTo", actor = "actor", object = "object", target = "target", result = "result",
               instrument = "instrument", origin = "origin", to = "to", cc = "cc", audience = "audience",
               in_reply_to = "inReplyTo", tag = "tag", attachment = "attachment", icon = "icon", image = "image",
               preview = "preview", generator = "generator", replies = "replies", likes = "likes", shares = "shares",
               one_of = "oneOf", any_of = "anyOf", end_time = "endTime", start_time = "startTime", closed = "closed",
               duration = "duration", width = "width", height = "height", location = "location",
               sensitive = "sensitive", as2_context = "context", conversation = "conversation";
constexpr Name total_items = "totalItems", first = "first", last = "last", next = "next", prev = "prev",
               part_of = "partOf", items = "items", ordered_items = "orderedItems";
constexpr Name inbox = "inbox", outbox = "outbox", followers = "followers", following = "following",
               endpoints = "endpoints", shared_inbox = "sharedInbox", preferred_username = "preferredUsername",
               webfinger = "webfinger", featured = "featured", featured_tags = "featuredTags",
               manually_approves_followers = "manuallyApprovesFollowers", discoverable = "discoverable",
               indexable = "indexable", memorial = "memorial", suspended = "suspended", moved_to = "movedTo",
               also_known_as = "alsoKnownAs", attribution_domains = "attributionDomains", implements = "implements",
               public_key = "publicKey", owner = "owner", public_key_pem = "publicKeyPem",
               assertion_method = "assertionMethod", controller = "controller",
               public_key_multibase = "publicKeyMultibase", value = "value", moderators = "moderators",
               posting_restricted_to_mods = "postingRestrictedToMods", proof = "proof";
constexpr Name blurhash = "blurhash", focal_point = "focalPoint", voters_count = "votersCount",
               interaction_policy = "interactionPolicy", can_quote = "canQuote", can_reply = "canReply",
               can_like = "canLike", can_announce = "canAnnounce", can_feature = "canFeature",
               automatic_approval = "automaticApproval", manual_approval = "manualApproval", quote = "quote",
               quote_authorization = "quoteAuthorization", quote_uri = "quoteUri", quote_url = "quoteUrl",
               misskey_quote = "_misskey_quote", searchable_by = "searchableBy";
// FEP-0837 and FEP-3264
constexpr Name purpose = "purpose", publishes = "publishes", reciprocal = "reciprocal", unit_based = "unitBased",
               action = "action", resource_conforms_to = "resourceConformsTo", resource_quantity = "resourceQuantity",
               available_quantity = "availableQuantity", minimum_quantity = "minimumQuantity",
               effort_quantity = "effortQuantity", has_unit = "hasUnit", has_numerical_value = "hasNumericalValue",
               stipulates = "stipulates", stipulates_misspelled = "stiplulates", satisfies = "satisfies",
               provider = "provider", receiver = "receiver", fulfills = "fulfills", finished = "finished";
// Our own
constexpr Name learning_resource = "learningResource", mentorship = "mentorship", commercial = "pln:commercial",
               proposals = "pln:proposals", status = "pln:status", terms = "pln:terms", terms_hash = "pln:termsHash",
               terms_version = "pln:termsVersion", want = "pln:want", not_evaluated = "pln:notEvaluated",
               reason = "pln:reason", steps_hash = "pln:stepsHash";
}  // namespace property

}  // namespace collegium::as2
