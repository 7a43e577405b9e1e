// A post of another server, as the domain takes it (federation.md 3.1, 3.3).
#include <algorithm>
#include <unordered_set>

#include "as2/learning_resource.hpp"
#include "as2/mentorship.hpp"
#include "as2/vocabulary.hpp"
#include "core/strings.hpp"
#include "core/url.hpp"
#include "domain/uris.hpp"
#include "federation/objects/note.hpp"
#include "federation/objects/note_content.hpp"
#include "storage/repo/accounts.hpp"

namespace collegium::federation {
namespace {

constexpr std::size_t mention_limit = 50;
constexpr std::size_t media_limit = 16;
constexpr std::size_t tag_limit = 50;
constexpr std::size_t emoji_limit = 50;
constexpr std::size_t emoji_address_limit = 2048;

bool is_public(const std::string& address) {
    return address == as2::public_collection || address == "as:Public" || address == "Public";
}

bool contains_public(const std::vector<std::string>& list) {
    return std::any_of(list.begin(), list.end(), is_public);
}

bool contains(const std::vector<std::string>& list, const std::string& address) {
    return !address.empty() && std::find(list.begin(), list.end(), address) != list.end();
}

model::Visibility visibility_of(const as2::Note& note, const model::Account& author) {
    if (contains_public(note.to)) return model::Visibility::public_;
    if (contains_public(note.cc)) return model::Visibility::unlisted;
    if (contains(note.to, author.followers_uri) || contains(note.cc, author.followers_uri))
        return model::Visibility::followers;
    return model::Visibility::direct;
}

std::optional<model::Account> known_account(domain::Context& context, const domain::Uris& uris,
                                            const std::string& uri) {
    if (auto name = uris.parse(uri); name && name->kind == domain::Uris::Name::Kind::profile)
        return repo::find_account_by_handle(context.db, name->username, "");
    return repo::find_account_by_uri(context.db, uri);
}

void add_mention(domain::RemotePost& post, AccountId account, bool silent) {
    if (account == post.author || post.mentions.size() >= mention_limit) return;
    for (auto& mention : post.mentions) {
        if (mention.account != account) continue;
        mention.silent = mention.silent && silent;
        return;
    }
    post.mentions.push_back({account, silent});
}

// Named in tags, or addressed without being named. A name alone makes one of ours no reader of what is not public,
// and tells nobody: it takes the address too (federation.md 3.3; security.md VIS-13).
void read_people(domain::Context& context, const as2::Note& note, domain::RemotePost& post) {
    const domain::Uris uris(context.config);
    std::unordered_set<AccountId> addressed;
    for (const auto* list : {&note.to, &note.cc})
        for (const auto& address : *list)
            if (uris.is_ours(address))
                if (auto account = known_account(context, uris, address)) addressed.insert(account->id);
    const bool for_everyone =
        post.visibility == model::Visibility::public_ || post.visibility == model::Visibility::unlisted;
    for (const auto& mention : note.mentions) {
        auto account = known_account(context, uris, mention.href);
        if (!account) continue;
        const bool told = !account->local() || addressed.contains(account->id);
        if (told || for_everyone) add_mention(post, account->id, !told);
    }
    for (auto account : addressed) add_mention(post, account, true);
}

void read_media(const as2::Note& note, domain::RemotePost& post) {
    for (const auto& attachment : note.attachments) {
        if (attachment.type == "Link" || post.media.size() >= media_limit) continue;
        domain::RemoteMedia media;
        media.url = attachment.url;
        media.mime_type = attachment.media_type;
        if (media.mime_type.empty() && attachment.type != "Document" && attachment.type != "Page")
            media.mime_type = strings::lower(attachment.type) + "/*";  // Image, Video, Audio
        media.description = strings::shorten(attachment.description, 10'000);
        media.blurhash = attachment.blurhash.substr(0, 128);
        media.width = static_cast<int>(std::clamp<std::int64_t>(attachment.width.value_or(0), 0, 100'000));
        media.height = static_cast<int>(std::clamp<std::int64_t>(attachment.height.value_or(0), 0, 100'000));
        post.media.push_back(std::move(media));
    }
}

// Only those that the text uses; the form of names and addresses is the parser's care.
void read_emojis(const as2::Note& note, domain::RemotePost& post) {
    std::unordered_set<std::string> known;
    for (const auto& emoji : note.emojis) {
        if (post.emojis.size() >= emoji_limit || emoji.url.size() > emoji_address_limit) continue;
        const std::string written = ":" + emoji.shortcode + ":";
        if (post.content.find(written) == std::string::npos && post.spoiler_text.find(written) == std::string::npos)
            continue;
        if (known.insert(emoji.shortcode).second) post.emojis.push_back({emoji.shortcode, emoji.url});
    }
}

void read_learning(const as2::Note& note, domain::RemotePost& post) {
    const auto& resource = note.extensions[as2::property::learning_resource];
    if (resource.is_object()) {
        if (auto parsed = as2::parse_learning_resource(resource)) {
            if (parsed->page.empty()) parsed->page = note.url;
            post.resource = std::move(*parsed);
        }
        return;
    }
    if (!note.extensions["publishes"].is_object()) return;
    auto object = note.extensions;
    object.set("id", note.id);
    object.set("type", note.type);
    object.set("attributedTo", note.attributed_to);
    object.set("content", note.content);
    object.set("url", note.url);
    json::Array tags;
    for (const auto& link : note.links) {
        json::Array relations;
        for (const auto& relation : link.rel) relations.emplace_back(relation);
        tags.push_back(json::Value::object({{"type", "Link"},
                                            {"href", link.href},
                                            {"name", link.name},
                                            {"mediaType", link.media_type},
                                            {"rel", std::move(relations)}}));
    }
    object.set("tag", json::Value(std::move(tags)));
    if (auto parsed = as2::parse_mentorship(object)) post.proposal = std::move(*parsed);
}

}  // namespace

Result<domain::RemotePost> note_to_draft(domain::Context& context, const as2::Note& note) {
    auto author = repo::find_account_by_uri(context.db, note.attributed_to);
    if (!author) return Error(Errc::not_found, "Record not found", "unknown author " + note.attributed_to);
    return note_to_draft(context, note, *author);
}

Result<domain::RemotePost> note_to_draft(domain::Context& context, const as2::Note& note,
                                         const model::Account& author) {
    if (author.uri != note.attributed_to || author.local() || !author.usable())
        return Error(Errc::not_found, "Record not found", "unknown author " + note.attributed_to);
    if (!same_origin(note.id, note.attributed_to))
        return Error(Errc::forbidden, "This action is not allowed", "author on another host");
    domain::RemotePost post;
    post.uri = note.id;
    post.url = same_origin(note.url, note.id) ? note.url : note.id;
    post.author = author.id;
    post.visibility = visibility_of(note, author);
    post.content = content_of(note);
    post.spoiler_text = content_warning_of(note);
    post.sensitive = note.sensitive || !post.spoiler_text.empty();
    post.language = note.language.substr(0, 35);
    post.in_reply_to_uri = note.in_reply_to;
    post.published = note.published.value_or(context.now);
    post.updated = note.updated;
    read_people(context, note, post);
    for (const auto& tag : note.hashtags)
        if (post.tags.size() < tag_limit) post.tags.push_back(tag.name);
    read_media(note, post);
    read_emojis(note, post);
    read_learning(note, post);
    return post;
}

}  // namespace collegium::federation
