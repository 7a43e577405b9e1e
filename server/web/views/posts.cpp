#include "web/views/posts.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "core/url.hpp"
#include "domain/uris.hpp"
#include "storage/repo/mentorships.hpp"
#include "storage/repo/resources.hpp"
#include "web/views/people.hpp"
#include "web/views/proposals.hpp"
#include "web/views/resources.hpp"

namespace collegium::web {
namespace {

constexpr int deepest = 4;

// "" for none; `one` for one; else the number between the two halves of `many`.
std::string count_text(std::int64_t count, const char* one, const std::string& before, const std::string& after) {
    if (count <= 0) return {};
    return count == 1 ? one : before + std::to_string(count) + after;
}

json::Value media_list(const std::vector<model::Media>& media) {
    auto list = json::Value::array();
    for (const auto& item : media) {
        const auto url = item.token.empty() ? item.remote_url : "/media/" + item.token;
        const bool image = item.kind == model::MediaKind::image;
        const bool video = item.kind == model::MediaKind::video;
        const bool audio = item.kind == model::MediaKind::audio;
        auto alt = item.description;
        if (alt.empty() && !image) alt = item.file_name.empty() ? "Attached file" : item.file_name;
        list.push(json::Value::object({{"is_image", image},
                                       {"is_video", video},
                                       {"is_audio", audio},
                                       {"is_file", !image && !video && !audio},
                                       {"url", url},
                                       {"preview", url},
                                       {"alt", alt}}));
    }
    return list;
}

// Whom a reply answers, as far as the post itself tells.
std::string answered(const domain::PostView& view) {
    const auto& post = view.post;
    if (!post.in_reply_to_account_id) return {};
    if (post.in_reply_to_account_id == post.account_id) return name_of(*view.author);
    for (const auto& mention : view.mentions) {
        if (mention.account_id != post.in_reply_to_account_id) continue;
        return "@" + mention.username + (mention.domain.empty() ? "" : "@" + mention.domain);
    }
    return {};
}

json::Value resource_link(const model::Resource& row) {
    const auto kind = kind_view(row);
    return json::Value::object({{"url", "/resources/" + row.id.text()},
                                {"title", row.title},
                                {"label", kind["label"].string()},
                                {"note", licence_view(row.license)["name"].string()},
                                {"css", kind["css"].string()},
                                {"kind", kind}});
}

json::Value proposal_link(const model::Proposal& row) {
    return json::Value::object({{"url", "/proposals/" + row.id.text()},
                                {"title", row.title},
                                {"label", purpose_label(row.purpose)},
                                {"note", places_text(row)},
                                {"css", row.purpose == model::Purpose::offer ? "offer" : "request"},
                                {"kind", kind_view(std::vector<std::string>())}});
}

// The resources and proposals that a list of posts carries.
class Cards {
  public:
    Cards(domain::Context& context, const std::vector<domain::PostView>& posts) {
        std::vector<PostId> resources, proposals;
        for (const auto& view : posts) {
            const auto& shown = view.reblog ? *view.reblog : view;
            if (shown.resource_id) resources.push_back(shown.post.id);
            if (shown.proposal_id) proposals.push_back(shown.post.id);
        }
        if (!resources.empty())
            for (const auto& row : repo::find_resources_by_posts(context.db, resources))
                cards_[row.post_id] = resource_link(row);
        if (!proposals.empty())
            for (const auto& row : repo::find_proposals_by_posts(context.db, proposals))
                cards_[row.post_id] = proposal_link(row);
    }
    json::Value of(PostId id) const {
        const auto found = cards_.find(id);
        return found == cards_.end() ? json::Value(false) : found->second;
    }

  private:
    std::unordered_map<PostId, json::Value> cards_;
};

json::Value make_view(const Scene& scene, const Cards& cards, const domain::PostView& view, int depth) {
    const auto& shown = view.reblog ? *view.reblog : view;
    const auto& post = shown.post;
    auto result =
        json::Value::object({{"url", path_of(scene, shown)},
                             {"lang", post.language},
                             {"content", post.content},
                             {"spoiler", post.spoiler_text},
                             {"boosted_by", view.reblog ? name_of(*view.author) : ""},
                             {"reply_to", answered(shown)},
                             {"depth", depth > 0 ? std::to_string(depth) : ""},
                             {"created", moment_view(post.created_at, scene.now)},
                             {"edited", false},
                             {"visibility", visibility_label(post.visibility)},
                             {"media", media_list(shown.media)},
                             {"card", cards.of(post.id)},
                             {"replies_count", count_text(post.replies_count, "1 answer", "", " answers")},
                             {"boosts_count", count_text(post.reblogs_count, "passed on once", "passed on ", " times")},
                             {"favourites_count", count_text(post.favourites_count, "1 thanks", "", " thanks")}});
    if (post.edited_at) result.set("edited", moment_view(*post.edited_at, scene.now));
    add_person(result, scene, *shown.author);
    return result;
}

struct VisibilityName {
    model::Visibility visibility;
    std::string_view name;
    std::string_view choice;
};

constexpr std::array visibilities = {
    VisibilityName{model::Visibility::public_, "public", "Everyone"},
    VisibilityName{model::Visibility::unlisted, "unlisted", "Everyone, but not in lists"},
    VisibilityName{model::Visibility::followers, "private", "My followers"},
    VisibilityName{model::Visibility::direct, "direct", "Only people I mention"},
};

}  // namespace

std::string local_path_of(const domain::PostView& view) {
    return local_path_of(*view.author) + "/" + view.post.id.text();
}

std::string path_of(const Scene& scene, const domain::PostView& view) {
    if (view.post.local || scene.viewer) return local_path_of(view);
    return view.post.url.empty() ? view.post.uri : view.post.url;
}

json::Value post_list(domain::Context& context, const Scene& scene, const std::vector<domain::PostView>& posts) {
    const Cards cards(context, posts);
    auto list = json::Value::array();
    for (const auto& view : posts) list.push(make_view(scene, cards, view, 0));
    return list;
}

json::Value post_view(domain::Context& context, const Scene& scene, const domain::PostView& post) {
    return make_view(scene, Cards(context, {post}), post, 0);
}

json::Value reply_list(domain::Context& context, const Scene& scene, const std::vector<domain::PostView>& posts,
                       PostId root) {
    const Cards cards(context, posts);
    std::unordered_map<PostId, int> depths = {{root, 0}};
    auto list = json::Value::array();
    for (const auto& view : posts) {
        const auto parent = depths.find(view.post.in_reply_to_id);
        const int depth = std::min(deepest, 1 + (parent == depths.end() ? 0 : parent->second));
        depths[view.post.id] = depth;
        list.push(make_view(scene, cards, view, depth));
    }
    return list;
}

std::string visibility_label(model::Visibility visibility) {
    switch (visibility) {
        case model::Visibility::public_: return {};
        case model::Visibility::unlisted: return "Not in lists";
        case model::Visibility::followers: return "For followers";
        case model::Visibility::direct: return "For those mentioned";
    }
    return {};
}

std::vector<Option> visibility_options() {
    std::vector<Option> options;
    for (const auto& entry : visibilities) options.push_back({std::string(entry.name), std::string(entry.choice)});
    return options;
}

std::string_view name_of(model::Visibility visibility) {
    for (const auto& entry : visibilities)
        if (entry.visibility == visibility) return entry.name;
    return "public";
}

std::optional<model::Visibility> parse_visibility(std::string_view name) {
    for (const auto& entry : visibilities)
        if (entry.name == name) return entry.visibility;
    return std::nullopt;
}

json::Value composer_view(const Scene& scene, const Composer& composer) {
    auto view = select_view("visibility", visibility_options(), name_of(composer.visibility));
    return json::Value::object({{"text", composer.text},
                                {"limit", static_cast<std::int64_t>(scene.config.limits.post_characters)},
                                {"in_reply_to", composer.in_reply_to ? composer.in_reply_to.text() : ""},
                                {"label", composer.label},
                                {"visibilities", view["options"]}});
}

Composer reply_composer(const Scene& scene, const domain::PostView& post, const model::Member& member) {
    Composer composer;
    composer.label = "Your answer to " + name_of(*post.author);
    composer.in_reply_to = post.post.id;
    composer.visibility = std::max(member.default_visibility, post.post.visibility);
    if (post.author->id != scene.viewer) composer.text = "@" + post.author->acct() + " ";
    for (const auto& mention : post.mentions) {
        if (mention.silent || mention.account_id == scene.viewer || mention.account_id == post.author->id) continue;
        composer.text += "@" + mention.username + (mention.domain.empty() ? "" : "@" + mention.domain) + " ";
    }
    return composer;
}

}  // namespace collegium::web
