#include <algorithm>

#include "as2/vocabulary.hpp"
#include "as2/write.hpp"
#include "as2/write_parts.hpp"

namespace collegium::as2 {
namespace {

using namespace property;

void set_poll(json::Value& value, const Poll& poll) {
    json::Value options = json::Value::array();
    for (const auto& option : poll.options) {
        json::Value votes = json::Value::object({{"type", type::collection}, {"totalItems", option.votes}});
        options.push(json::Value::object({{"type", type::note}, {"name", option.name}, {"replies", std::move(votes)}}));
    }
    value.set(poll.multiple ? any_of : one_of, std::move(options));
    parts::set_time(value, end_time, poll.end_time);
    parts::set_time(value, closed, poll.closed);
    parts::set_count(value, voters_count, poll.voters);
}

void set_content(json::Value& value, const Note& note) {
    parts::set_text(value, summary, note.summary);
    value.set(sensitive, note.sensitive);
    value.set(content, note.content);
    if (!note.language.empty()) {
        value.set(content_map, json::Value(json::Object{{note.language, json::Value(note.content)}}));
    }
    if (!note.source.empty()) {
        const std::string kind = note.source_type.empty() ? "text/plain" : note.source_type;
        value.set(property::source, json::Value::object({{"content", note.source}, {"mediaType", kind}}));
    }
}

// The quoted post under its standard name and under those of before.
void set_quote(json::Value& value, const Note& note) {
    if (note.quote.empty()) return;
    for (const Name name : {quote, quote_uri, misskey_quote}) value.set(name, note.quote);
    parts::set_text(value, quote_authorization, note.quote_authorization);
}

Texts without_repetition(Texts recipients, const Texts& further, const Texts& elsewhere) {
    const auto is_in = [](const Texts& texts, const std::string& text) {
        return std::find(texts.begin(), texts.end(), text) != texts.end();
    };
    for (const auto& recipient : further) {
        if (!is_in(recipients, recipient) && !is_in(elsewhere, recipient)) recipients.push_back(recipient);
    }
    return recipients;
}

}  // namespace

json::Value write_note(const Note& note) {
    json::Value value = json::Value::object({{"id", note.id}, {"type", note.type}});
    // A Note with a name becomes a vote or a warning elsewhere (federation.md 0.4).
    if (note.type != type::note && note.type != type::question) parts::set_text(value, property::name, note.name);
    value.set(attributed_to, note.attributed_to);
    parts::set_text(value, property::url, note.url.empty() ? note.id : note.url);
    parts::set_time(value, published, note.published);
    parts::set_time(value, updated, note.updated);
    value.set(to, write_texts(note.to)).set(cc, write_texts(note.cc));
    parts::set_text(value, audience, note.audience);
    parts::set_text(value, in_reply_to, note.in_reply_to);
    set_content(value, note);
    value.set(tag, parts::write_tags(note)).set(attachment, parts::write_attachments(note.attachments));
    if (note.poll) set_poll(value, *note.poll);
    set_quote(value, note);
    parts::set_text(value, as2_context, note.context);
    parts::set_text(value, conversation, note.conversation);
    if (note.interaction_policy) value.set(interaction_policy, write_policy(*note.interaction_policy));
    if (note.replies) value.set(replies, write_collection(*note.replies, "repliesOf", note.id));
    if (note.likes) value.set(likes, write_collection(*note.likes, "likesOf", note.id));
    if (note.shares) value.set(shares, write_collection(*note.shares, "sharesOf", note.id));
    for (const auto& [name, member] : note.extensions.members()) value.set(name, member);
    return value;
}

json::Value write_activity(const Activity& activity) {
    json::Value value = json::Value::object({});
    parts::set_text(value, property::id, activity.id);
    value.set(property::type, activity.type).set(actor, activity.actor);
    parts::set_time(value, published, activity.published);
    value.set(to, write_texts(activity.to)).set(cc, write_texts(activity.cc));
    parts::set_text(value, content, activity.content);
    parts::set_text(value, summary, activity.summary);
    if (!activity.object.is_null()) value.set(object, activity.object);
    if (!activity.target.is_null()) value.set(target, activity.target);
    if (!activity.instrument.is_null()) value.set(instrument, activity.instrument);
    if (!activity.result.is_null()) value.set(result, activity.result);
    return value;
}

Activity make_activity(std::string_view type, std::string id, std::string actor, json::Value object, Texts to,
                       Texts cc) {
    Activity activity;
    activity.id = std::move(id);
    activity.type = std::string(type);
    activity.actor = std::move(actor);
    activity.object = std::move(object);
    activity.to = std::move(to);
    activity.cc = std::move(cc);
    return activity;
}

Activity make_create(std::string id, const Note& note) {
    Activity activity =
        make_activity(type::create, std::move(id), note.attributed_to, write_note(note), note.to, note.cc);
    activity.published = note.published;
    return activity;
}

Activity make_update(std::string id, const Note& note, const Texts& further) {
    Note widened = note;  // activity and object name the same people (federation.md 0.6)
    widened.cc = without_repetition(note.cc, further, note.to);
    Activity activity =
        make_activity(type::update, std::move(id), note.attributed_to, write_note(widened), note.to, widened.cc);
    activity.published = note.updated;
    return activity;
}

Activity make_update(std::string id, const Actor& changed) {
    Texts copies;
    if (!changed.followers.empty()) copies.push_back(changed.followers);
    return make_activity(type::update, std::move(id), changed.id, write_actor(changed),
                         {std::string(public_collection)}, std::move(copies));
}

Activity make_delete(std::string id, std::string actor, const Tombstone& tombstone, Texts to, Texts cc) {
    return make_activity(type::delete_, std::move(id), std::move(actor), write_tombstone(tombstone), std::move(to),
                         std::move(cc));
}

Activity make_delete_actor(std::string id, const std::string& actor) {
    return make_activity(type::delete_, std::move(id), actor, actor, {std::string(public_collection)});
}

}  // namespace collegium::as2
