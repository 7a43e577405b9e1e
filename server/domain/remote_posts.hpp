// Posts that other servers tell us of. The caller has established whose word it is (federation/authority)
// and sanitised the text; here the rules of the domain apply: tombstones, ownership, ordering, relevance.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "as2/learning_resource.hpp"
#include "as2/mentorship.hpp"
#include "domain/context.hpp"
#include "storage/model/learning.hpp"
#include "storage/model/post.hpp"

namespace collegium::domain {

struct RemoteMention {
    AccountId account;
    bool silent = false;  // addressed without being named
};

struct RemoteMedia {
    std::string url;
    std::string mime_type;
    std::string description;
    std::string blurhash;
    int width = 0;
    int height = 0;
};

struct RemoteEmoji {
    std::string shortcode;  // without colons
    std::string url;        // http or https
};

struct RemotePost {
    std::string uri;
    std::string url;
    AccountId author;
    model::Visibility visibility = model::Visibility::public_;
    std::string content;
    std::string spoiler_text;
    bool sensitive = false;
    std::string language;
    std::string in_reply_to_uri;
    std::vector<RemoteMention> mentions;
    std::vector<std::string> tags;
    std::vector<RemoteMedia> media;
    std::vector<RemoteEmoji> emojis;
    Timestamp published;
    std::optional<Timestamp> updated;
    std::optional<as2::LearningResource> resource;
    std::optional<as2::MentorshipProposal> proposal;
};

// Why we keep it: sent to us, or read because one of us asked for it.
enum class Arrival { delivered, fetched };

// Inserts a new post or returns the one that is known. nullopt: dropped on purpose (tombstone, or delivered
// without any relation to us: author followed here, reply in a thread we know, or one of ours addressed).
Result<std::optional<model::Post>> import_post(Context& context, const RemotePost& remote, Arrival arrival);
// Only by the stored author, never back in time; unknown posts are imported when younger than a day.
Result<void> update_remote_post(Context& context, const RemotePost& remote, Arrival arrival);
// Only by the stored author. Leaves a tombstone also for what we never saw (Delete before Create).
Result<void> delete_remote_post(Context& context, AccountId actor, std::string_view actor_uri, std::string_view uri);

Result<void> remote_favourite(Context& context, AccountId actor, PostId post, std::string_view like_uri);
Result<void> remote_unfavourite(Context& context, AccountId actor, PostId post);
// `post` is the original, public or unlisted, known by now.
Result<void> remote_reblog(Context& context, AccountId actor, PostId post, std::string_view announce_uri,
                           model::Visibility visibility, Timestamp published);
Result<void> remote_unreblog(Context& context, AccountId actor, PostId post);

}  // namespace collegium::domain
