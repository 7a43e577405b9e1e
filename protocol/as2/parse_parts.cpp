#include "as2/parse_parts.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "as2/read.hpp"
#include "as2/vocabulary.hpp"
#include "core/strings.hpp"
#include "text/microsyntax.hpp"

namespace collegium::as2::parts {
namespace {

using namespace property;

std::string description_of(const json::Value& item) {
    const std::string named = read::text(item[property::name], read::limit::description);
    return named.empty() ? read::text(item[summary], read::limit::description) : named;
}

bool is_shortcode(std::string_view code) {
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    };
    return code.size() >= 2 && code.size() <= read::limit::shortcode && std::all_of(code.begin(), code.end(), fits);
}

std::optional<PolicyRule> rule(const json::Value& value) {
    if (!value.is_object()) return std::nullopt;
    PolicyRule found;
    found.automatic = read::ids(value[automatic_approval], read::limit::recipients);
    found.manual = read::ids(value[manual_approval], read::limit::recipients);
    // GoToSocial before 0.21 wrote other names.
    if (!value.contains(automatic_approval)) found.automatic = read::ids(value["always"], read::limit::recipients);
    if (!value.contains(manual_approval)) found.manual = read::ids(value["approvalRequired"], read::limit::recipients);
    return found;
}

std::optional<std::pair<double, double>> focal_point_of(const json::Value& value) {
    if (value.items().size() != 2) return std::nullopt;
    const auto x = value.items()[0].number();
    const auto y = value.items()[1].number();
    if (!x || !y || !(std::abs(*x) <= 1) || !(std::abs(*y) <= 1)) return std::nullopt;
    return std::pair(*x, *y);
}

bool is_media_type_name(std::string_view name) {
    static constexpr std::array<Name, 4> known = {type::image, type::video, type::audio, type::document};
    return std::find(known.begin(), known.end(), name) != known.end();
}

std::optional<Attachment> attachment_of(const json::Value& item) {
    Attachment found;
    found.type = read::type(item[property::type]);
    if (found.type == type::link || (!item.contains(property::url) && item.contains(href))) {
        found.type = type::link;
        found.url = read::url(item[href]);
    } else if (is_media_type_name(found.type) || found.type == type::page) {
        found.url = read::link(item[property::url]);
    }
    if (found.url.empty()) return std::nullopt;
    found.media_type = read::text(item[media_type], 100);
    // PeerTube and Pixelfed put the media type into the Link of "url".
    for (const auto* inner : read::list(item[property::url])) {
        if (found.media_type.empty()) found.media_type = read::text((*inner)[media_type], 100);
    }
    found.description = description_of(item);
    found.blurhash = read::text(item[blurhash], 100);
    found.width = read::count(item[width]);
    found.height = read::count(item[height]);
    found.focal_point = focal_point_of(item[focal_point]);
    found.duration = read::text(item[duration], 40);
    return found;
}

}  // namespace

std::vector<Emoji> emojis(const json::Value& tags) {
    std::vector<Emoji> found;
    for (const auto* item : read::list(tags)) {
        if (read::type((*item)[property::type]) != type::emoji || found.size() == read::limit::emojis) continue;
        Emoji emoji;
        std::string_view code = (*item)[property::name].string();
        if (code.size() > 2 && code.front() == ':' && code.back() == ':') code = code.substr(1, code.size() - 2);
        emoji.shortcode = std::string(code);
        const json::Value& picture = (*item)[icon];
        emoji.url = read::link(picture[property::url]);
        if (emoji.url.empty()) emoji.url = read::url(picture);
        emoji.media_type = read::text(picture[media_type], 100);
        emoji.id = read::url((*item)[property::id]);
        emoji.updated = read::time((*item)[updated]);
        if (is_shortcode(emoji.shortcode) && !emoji.url.empty()) found.push_back(std::move(emoji));
    }
    return found;
}

std::vector<Mention> mentions(const json::Value& tags) {
    std::vector<Mention> found;
    for (const auto* item : read::list(tags)) {
        if (read::type((*item)[property::type]) != type::mention || found.size() == read::limit::mentions) continue;
        Mention mention{read::url((*item)[href]), read::text((*item)[property::name], read::limit::name)};
        const auto same = [&mention](const Mention& other) { return other.href == mention.href; };
        if (!mention.href.empty() && std::none_of(found.begin(), found.end(), same))
            found.push_back(std::move(mention));
    }
    return found;
}

std::vector<Hashtag> hashtags(const json::Value& tags) {
    std::vector<Hashtag> found;
    for (const auto* item : read::list(tags)) {
        if (read::type((*item)[property::type]) != type::hashtag || found.size() == read::limit::hashtags) continue;
        std::string_view written = (*item)[property::name].string();
        if (written.starts_with('#')) written.remove_prefix(1);
        const bool usable = text::is_hashtag_name(written);
        if (usable) found.push_back({std::string(written), read::url((*item)[href])});
    }
    return found;
}

std::vector<ObjectLink> links(const json::Value& tags) {
    std::vector<ObjectLink> found;
    for (const auto* item : read::list(tags)) {
        if (read::type((*item)[property::type]) != type::link || found.size() == read::limit::links) continue;
        ObjectLink object_link;
        object_link.href = read::url((*item)[href]);
        object_link.media_type = read::text((*item)[media_type], 200);
        object_link.name = read::text((*item)[property::name], read::limit::name);
        for (const auto* relation : read::list((*item)[rel])) {
            const std::string& written = relation->string();
            if (!written.empty() && written.size() <= 2'048 && object_link.rel.size() < 10)
                object_link.rel.push_back(written);
        }
        if (!object_link.href.empty()) found.push_back(std::move(object_link));
    }
    return found;
}

std::vector<Attachment> attachments(const json::Value& value) {
    std::vector<Attachment> found;
    for (const auto* item : read::list(value)) {
        if (found.size() == read::limit::attachments) break;
        if (auto attachment = attachment_of(*item)) found.push_back(std::move(*attachment));
    }
    return found;
}

std::optional<InteractionPolicy> policy(const json::Value& value) {
    if (!value.is_object()) return std::nullopt;
    InteractionPolicy found;
    found.can_quote = rule(value[can_quote]);
    found.can_reply = rule(value[can_reply]);
    found.can_like = rule(value[can_like]);
    found.can_announce = rule(value[can_announce]);
    found.can_feature = rule(value[can_feature]);
    return found;
}

std::optional<EmbeddedCollection> embedded_collection(const json::Value& value) {
    EmbeddedCollection collection;
    collection.id = read::id(value);
    collection.total = read::count(value[total_items]);
    const json::Value& page = value[first];
    collection.first = read::id(page);
    collection.next = read::id(page[next]);
    for (const json::Value* part : {&value, &page}) {
        for (const Name name : {items, ordered_items}) {
            for (auto& item : read::ids((*part)[name], read::limit::items)) collection.items.push_back(std::move(item));
        }
    }
    if (collection.id.empty() && !collection.total && collection.items.empty() && collection.first.empty())
        return std::nullopt;
    return collection;
}

}  // namespace collegium::as2::parts
