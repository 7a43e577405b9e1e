#include "domain/system_posts.hpp"

#include "domain/accounts.hpp"
#include "domain/uris.hpp"
#include "storage/repo/posts.hpp"
#include "text/sanitize_rules.hpp"

namespace collegium::domain {

std::string mention_html(const model::Account& person) {
    return "<span class=\"h-card\"><a href=\"" + text::escape_attribute(person.url) +
           "\" class=\"u-url mention\">@<span>" + text::escape_text(person.username) + "</span></a></span>";
}

std::optional<model::Post> tell_privately(Context& context, const model::Account& person, const SystemPost& news) {
    const auto actor = find_instance_actor(context);
    if (!actor) return std::nullopt;
    model::Post post;
    post.id = context.ids.next<PostId>();
    // An event that is taken again finds what it told.
    const auto key = news.key + " " + person.id.text();
    if (!repo::put_idempotent(context.db, actor->id, key, post.id, context.now, Timestamp())) return std::nullopt;
    post.uri = Uris(context.config).note(post.id);
    post.url = news.url;
    post.account_id = actor->id;
    post.local = true;
    post.visibility = model::Visibility::direct;
    post.content = news.content;
    post.language = "en";  // our pages speak it alone
    post.thread_id = post.id.value;
    post.created_at = context.now;
    if (!repo::insert_post(context.db, post)) return std::nullopt;
    model::Mention mention;
    mention.post_id = post.id;
    mention.account_id = person.id;
    repo::set_mentions(context.db, post.id, {mention});
    return post;
}

}  // namespace collegium::domain
