// Posts as the templates "post" and "composer" read them.
#pragma once

#include <string>
#include <vector>

#include "domain/context.hpp"
#include "domain/timelines.hpp"
#include "web/form.hpp"
#include "web/views/scene.hpp"

namespace collegium::web {

// "/@ada/17" for ours, and for members; a stranger is led to the post on its own server.
std::string path_of(const Scene& scene, const domain::PostView& view);
std::string local_path_of(const domain::PostView& view);

// A list of posts, with cards for resources and proposals: two queries more, whatever its length.
json::Value post_list(domain::Context& context, const Scene& scene, const std::vector<domain::PostView>& posts);
json::Value post_view(domain::Context& context, const Scene& scene, const domain::PostView& post);
// Below `root`, each with its depth in the conversation.
json::Value reply_list(domain::Context& context, const Scene& scene, const std::vector<domain::PostView>& posts,
                       PostId root);

std::string visibility_label(model::Visibility visibility);
// What a form offers, as parse_visibility reads it.
std::vector<Option> visibility_options();
std::string_view name_of(model::Visibility visibility);
std::optional<model::Visibility> parse_visibility(std::string_view name);

struct Composer {
    std::string label = "What are you working on?";
    std::string text;
    model::Visibility visibility = model::Visibility::public_;
    PostId in_reply_to;
};
json::Value composer_view(const Scene& scene, const Composer& composer);
// An answer to `post`: names those it answers, and is no more public than it.
Composer reply_composer(const Scene& scene, const domain::PostView& post, const model::Member& member);

}  // namespace collegium::web
