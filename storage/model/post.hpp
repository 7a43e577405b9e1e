// Rows about posts (AS2 Note, Mastodon Status) and what hangs on them. Plain data.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/ids.hpp"
#include "core/time.hpp"
#include "storage/model/account.hpp"

namespace collegium::model {

enum class PostKind { note = 0, resource = 1, mentorship = 2 };
enum class MediaKind { unknown = 0, image = 1, video = 2, audio = 3, document = 4 };

struct Post {
    PostId id;
    std::string uri;
    std::string url;
    AccountId account_id;
    bool local = false;
    Visibility visibility = Visibility::public_;
    std::string content;  // safe HTML
    std::string source;   // what a local author typed
    std::string spoiler_text;
    bool sensitive = false;
    std::string language;
    PostId in_reply_to_id;
    AccountId in_reply_to_account_id;
    std::string in_reply_to_uri;
    PostId reblog_of_id;
    std::int64_t thread_id = 0;
    AppId app_id;
    PostKind kind = PostKind::note;
    std::string extra;  // JSON object or "": properties for peers of our kind
    Timestamp created_at;
    std::optional<Timestamp> edited_at;
    std::optional<Timestamp> deleted_at;
    // From post_stats.
    std::int64_t replies_count = 0;
    std::int64_t reblogs_count = 0;
    std::int64_t favourites_count = 0;
};

struct PostEdit {
    std::string content;
    std::string spoiler_text;
    bool sensitive = false;
    Timestamp created_at;
};

struct Mention {
    PostId post_id;
    AccountId account_id;
    bool silent = false;
    // Of the mentioned account.
    std::string username;
    std::string domain;
    std::string uri;
    std::string url;
};

struct Tag {
    TagId id;
    std::string name;  // folded
    std::string display_name;
};

struct Media {
    MediaId id;
    AccountId account_id;
    PostId post_id;
    int position = 0;
    MediaKind kind = MediaKind::unknown;
    std::string mime_type;
    std::string file_name;
    std::string store_key;  // in the media store: the digest of the bytes, no secret
    std::string token;      // the unguessable part of its address
    std::string remote_url;
    std::string description;
    std::int64_t size = 0;
    std::string sha256;
    int width = 0;
    int height = 0;
    std::string blurhash;
    Timestamp created_at;
};

// The first seven are Mastodon's; `mentorship` is told on our own pages only, as apps fail on types they do not know.
enum class NotificationKind {
    mention = 0,
    reblog = 1,
    favourite = 2,
    follow = 3,
    follow_request = 4,
    status = 5,
    update = 6,
    mentorship = 7,
};

struct Notification {
    NotificationId id;
    AccountId account_id;
    NotificationKind kind = NotificationKind::mention;
    AccountId from_account_id;
    PostId post_id;
    Timestamp created_at;
};

// A page of something ordered by a 64-bit key, newest first, as Mastodon pages (mastodon-api.md 2.2).
struct Page {
    std::int64_t max_id = 0;    // strictly older; 0: not given
    std::int64_t since_id = 0;  // strictly newer, newest first
    std::int64_t min_id = 0;    // directly after the cursor, still returned newest first; wins over since_id
    int limit = 20;
};

}  // namespace collegium::model
