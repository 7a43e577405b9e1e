#include <algorithm>
#include <array>

#include "as2/parse.hpp"
#include "as2/parse_parts.hpp"
#include "as2/read.hpp"
#include "as2/vocabulary.hpp"
#include "core/strings.hpp"

namespace collegium::as2 {
namespace {

using namespace property;

// Content, and its language where the content map tells it; federation.md 3.3 "Mastodon language".
void read_content(const json::Value& document, Note& note) {
    note.content = read::html(document[content], read::limit::content);
    for (const auto& [tag_name, text] : document[content_map].members()) {
        if (!text.is_string()) continue;
        note.language = read::language(tag_name);
        if (note.content.empty()) note.content = read::html(text, read::limit::content);
        break;
    }
    for (const Name map : {name_map, summary_map}) {
        const auto& members = document[map].members();
        if (note.language.empty() && !members.empty()) note.language = read::language(members.front().first);
    }
    note.name = read::text(document[property::name], read::limit::name);
    note.summary = read::text(document[summary], read::limit::summary);
    note.media_type = strings::lower(read::text(document[media_type], 100));
    if (note.media_type == "text/html") note.media_type.clear();
    note.source = read::html(document[property::source][content], read::limit::content);
    note.source_type = read::text(document[property::source][media_type], 100);
}

void read_relations(const json::Value& document, Note& note) {
    note.in_reply_to = read::id(document[in_reply_to]);
    note.to = read::ids(document[to], read::limit::recipients);
    note.cc = read::ids(document[cc], read::limit::recipients - note.to.size());
    note.audience = read::id(document[audience]);
    note.mentions = parts::mentions(document[tag]);
    note.hashtags = parts::hashtags(document[tag]);
    note.emojis = parts::emojis(document[tag]);
    note.links = parts::links(document[tag]);
    note.attachments = parts::attachments(document[attachment]);
    note.replies = parts::embedded_collection(document[replies]);
    note.likes = parts::embedded_collection(document[likes]);
    note.shares = parts::embedded_collection(document[shares]);
    note.context = read::id(document[as2_context]);
    note.conversation = read::text(document[conversation], 2'048);
}

// Standard property first, then the spellings from before there was one; BookWyrm's text excerpts are no ids.
std::string quote_of(const json::Value& document, const Note& note) {
    for (const Name name : {quote, quote_uri, misskey_quote, quote_url}) {
        if (std::string address = read::id(document[name]); !address.empty()) return address;
    }
    for (const auto& link : note.links) {
        if (std::find(link.rel.begin(), link.rel.end(), misskey_quote_relation) != link.rel.end()) return link.href;
    }
    return {};
}

std::optional<Poll> poll_of(const json::Value& document) {
    Poll poll;
    poll.multiple = !document[any_of].is_null();
    for (const auto* option : read::list(document[poll.multiple ? any_of : one_of])) {
        if (poll.options.size() == read::limit::poll_options) break;
        PollOption read_option;
        read_option.name = read::text((*option)[property::name], read::limit::poll_option);
        read_option.votes = read::count((*option)[replies][total_items]).value_or(0);
        if (!read_option.name.empty()) poll.options.push_back(std::move(read_option));
    }
    if (poll.options.empty()) return std::nullopt;
    poll.end_time = read::time(document[end_time]);
    poll.closed = read::time(document[closed]);
    poll.voters = read::count(document[voters_count]);
    return poll;
}

json::Value extensions_of(const json::Value& document) {
    static constexpr std::array<Name, 13> known = {
        learning_resource, mentorship,         purpose,    publishes,  reciprocal,    unit_based,      start_time,
        end_time,          property::location, "joinMode", "timezone", "eventStatus", property::status};
    json::Object found;
    for (const Name name : known) {
        if (const json::Value* value = document.find(name)) found.emplace_back(std::string(name), *value);
    }
    return json::Value(std::move(found));
}

}  // namespace

bool is_post_type(std::string_view name) {
    static constexpr std::array<Name, 9> known = {type::note,  type::question, type::article,
                                                  type::page,  type::event,    type::image,
                                                  type::video, type::audio,    type::proposal};
    return std::find(known.begin(), known.end(), name) != known.end();
}

Result<Note> parse_note(const json::Value& document) {
    Note note;
    note.id = read::url(document[property::id]);
    note.type = read::type(document[property::type]);
    note.attributed_to = read::id(document[attributed_to]);
    if (note.id.empty() || note.attributed_to.empty()) {
        return Error(Errc::bad_request, "The object has no usable id or author", note.id);
    }
    if (!is_post_type(note.type)) return Error(Errc::bad_request, "Objects of this type are not shown", note.type);
    read_content(document, note);
    read_relations(document, note);
    note.sensitive = document[sensitive].boolean().value_or(false);
    note.published = read::time(document[published]);
    note.updated = read::time(document[updated]);
    if (note.published && note.updated && *note.updated < *note.published) note.updated.reset();
    note.url = read::link(document[property::url]);
    if (note.url.empty()) note.url = note.id;
    note.interaction_policy = parts::policy(document[interaction_policy]);
    note.quote = quote_of(document, note);
    note.quote_authorization = read::id(document[quote_authorization]);
    note.poll = poll_of(document);
    note.extensions = extensions_of(document);
    return note;
}

Result<Activity> parse_activity(const json::Value& document) {
    Activity activity;
    activity.id = read::url(document[property::id]);
    activity.type = read::type(document[property::type]);
    activity.actor = read::id(document[actor]);
    if (document[actor].items().size() > 1) activity.actor.clear();  // more than one voice is nobody's
    if (activity.type.empty() || activity.actor.empty()) {
        return Error(Errc::bad_request, "The activity has no usable type or actor", activity.id);
    }
    activity.object = document[object];
    activity.target = document[target];
    activity.result = document[result];
    activity.instrument = document[instrument];
    activity.to = read::ids(document[to], read::limit::recipients);
    activity.cc = read::ids(document[cc], read::limit::recipients - activity.to.size());
    activity.published = read::time(document[published]);
    activity.content = read::html(document[content], read::limit::content);
    activity.summary = read::text(document[summary], read::limit::summary);
    return activity;
}

std::string Activity::object_id() const {
    return read::id(object);
}

std::string Activity::target_id() const {
    return read::id(target);
}

std::string Activity::result_id() const {
    return read::id(result);
}

std::string Activity::instrument_id() const {
    return read::id(instrument);
}

}  // namespace collegium::as2
