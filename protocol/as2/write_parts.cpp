#include "as2/write_parts.hpp"

#include "as2/vocabulary.hpp"
#include "as2/write.hpp"

namespace collegium::as2 {
namespace parts {
namespace {

json::Value write_attachment(const Attachment& attachment) {
    json::Value value = json::Value::object({{"type", attachment.type}});
    set_text(value, property::media_type, attachment.media_type);
    if (attachment.type == type::link) {
        value.set(property::href, attachment.url);
        set_text(value, property::name, attachment.description);
        return value;
    }
    value.set(property::url, attachment.url);
    // Alt text: Mastodon reads the name, GoToSocial the summary.
    set_text(value, property::name, attachment.description);
    set_text(value, property::summary, attachment.description);
    set_count(value, property::width, attachment.width);
    set_count(value, property::height, attachment.height);
    set_text(value, property::blurhash, attachment.blurhash);
    if (attachment.focal_point) {
        const auto [x, y] = *attachment.focal_point;
        value.set(property::focal_point, json::Value::array({x, y}));
    }
    set_text(value, property::duration, attachment.duration);
    return value;
}

json::Value write_emoji(const Emoji& emoji) {
    json::Value icon = json::Value::object({{"type", type::image}});
    set_text(icon, property::media_type, emoji.media_type);
    icon.set(property::url, emoji.url);
    json::Value value = json::Value::object({});
    set_text(value, property::id, emoji.id);
    value.set(property::type, type::emoji).set(property::name, ":" + emoji.shortcode + ":");
    set_time(value, property::updated, emoji.updated);
    return std::move(value.set(property::icon, std::move(icon)));
}

json::Value write_link(const ObjectLink& link) {
    json::Value value = json::Value::object({{"type", type::link}, {"href", link.href}});
    set_text(value, property::media_type, link.media_type);
    set_texts(value, property::rel, link.rel);
    set_text(value, property::name, link.name);
    return value;
}

}  // namespace

void set_text(json::Value& object, std::string_view name, const std::string& text) {
    if (!text.empty()) object.set(name, text);
}

void set_texts(json::Value& object, std::string_view name, const Texts& texts) {
    if (!texts.empty()) object.set(name, write_texts(texts));
}

void set_time(json::Value& object, std::string_view name, const std::optional<Timestamp>& time) {
    if (time) object.set(name, write_time(*time));
}

void set_count(json::Value& object, std::string_view name, const std::optional<std::int64_t>& count) {
    if (count) object.set(name, *count);
}

json::Value write_emojis(const std::vector<Emoji>& emojis) {
    json::Value list = json::Value::array();
    for (const auto& emoji : emojis) list.push(write_emoji(emoji));
    return list;
}

json::Value write_tags(const Note& note) {
    json::Value list = json::Value::array();
    for (const auto& mention : note.mentions) {
        list.push(json::Value::object({{"type", type::mention}, {"href", mention.href}, {"name", mention.name}}));
    }
    for (const auto& hashtag : note.hashtags) {
        list.push(json::Value::object({{"type", type::hashtag}, {"href", hashtag.href}, {"name", "#" + hashtag.name}}));
    }
    for (const auto& emoji : note.emojis) list.push(write_emoji(emoji));
    for (const auto& link : note.links) list.push(write_link(link));
    return list;
}

json::Value write_attachments(const std::vector<Attachment>& attachments) {
    json::Value list = json::Value::array();
    for (const auto& attachment : attachments) list.push(write_attachment(attachment));
    return list;
}

}  // namespace parts

namespace {

void set_rule(json::Value& policy, std::string_view name, const std::optional<PolicyRule>& rule) {
    if (!rule) return;
    json::Value value = json::Value::object({{"automaticApproval", write_texts(rule->automatic)}});
    if (!rule->manual.empty()) value.set(property::manual_approval, write_texts(rule->manual));
    policy.set(name, std::move(value));
}

}  // namespace

json::Value write_time(Timestamp time) {
    return format_rfc3339(time);
}

json::Value write_texts(const Texts& texts) {
    json::Value list = json::Value::array();
    for (const auto& text : texts) list.push(text);
    return list;
}

json::Value write_policy(const InteractionPolicy& policy) {
    json::Value value = json::Value::object({});
    set_rule(value, property::can_quote, policy.can_quote);
    set_rule(value, property::can_reply, policy.can_reply);
    set_rule(value, property::can_like, policy.can_like);
    set_rule(value, property::can_announce, policy.can_announce);
    set_rule(value, property::can_feature, policy.can_feature);
    return value;
}

json::Value write_tombstone(const Tombstone& tombstone) {
    json::Value value = json::Value::object({{"id", tombstone.id}, {"type", type::tombstone}});
    parts::set_text(value, property::former_type, tombstone.former_type);
    parts::set_time(value, property::deleted, tombstone.deleted);
    return value;
}

// FEP-5711 names the object that a collection belongs to.
json::Value write_collection(const EmbeddedCollection& collection, std::string_view inverse_name,
                             std::string_view inverse) {
    json::Value value = json::Value::object({});
    parts::set_text(value, property::id, collection.id);
    value.set(property::type, type::collection);
    parts::set_count(value, property::total_items, collection.total);
    if (!inverse_name.empty()) value.set(inverse_name, inverse);
    if (collection.first.empty()) {
        parts::set_texts(value, property::items, collection.items);
        return value;
    }
    json::Value page =
        json::Value::object({{"id", collection.first}, {"type", type::collection_page}, {"partOf", collection.id}});
    parts::set_text(page, property::next, collection.next);
    page.set(property::items, write_texts(collection.items));
    return std::move(value.set(property::first, std::move(page)));
}

json::Value write_collection(const Collection& collection) {
    const bool ordered = collection.type.starts_with("Ordered");
    const bool page = collection.type.ends_with("Page");
    json::Value value = json::Value::object({{"id", collection.id}, {"type", collection.type}});
    parts::set_text(value, property::attributed_to, collection.attributed_to);
    parts::set_count(value, property::total_items, collection.total);
    parts::set_text(value, property::part_of, collection.part_of);
    parts::set_text(value, property::first, collection.first);
    parts::set_text(value, property::last, collection.last);
    parts::set_text(value, property::next, collection.next);
    parts::set_text(value, property::prev, collection.prev);
    // A collection of pages has its items there; without pages or total there is nothing but the items.
    if (page || !collection.items.empty() || (collection.first.empty() && !collection.total)) {
        value.set(ordered ? property::ordered_items : property::items, json::Value(json::Array(collection.items)));
    }
    return value;
}

}  // namespace collegium::as2
