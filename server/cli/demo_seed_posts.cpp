// Posts, replies, boosts and favourites.
#include "cli/demo_seed.hpp"
#include "core/strings.hpp"
#include "domain/posts.hpp"
#include "storage/repo/posts.hpp"

namespace collegium::cli::sample {
namespace {

// People of the other institution are named with it.
std::string with_handles(const World& world, Side here, std::string_view text) {
    std::string whole(text);
    for (const auto& person : people())
        if (person.side != here)
            whole = strings::replace_all(std::move(whole), "@" + std::string(person.username),
                                         "@" + world.handle(person.username));
    return whole;
}

// How many answers deep a post stands.
int depth_of(const SamplePost& post) {
    if (post.reply_to.empty()) return 0;
    for (const auto& parent : posts())
        if (parent.key == post.reply_to) return 1 + depth_of(parent);
    return 0;
}

Result<std::string> add_post(domain::Context& context, const World& world, const Ledger& ledger,
                             const SamplePost& sample) {
    const auto here = side_of(sample.author);
    COLLEGIUM_TRY(const auto author, find_person(context, world, here, sample.author));
    domain::PostDraft draft;
    draft.author = author.id;
    draft.text = with_handles(world, here, sample.text);
    draft.language = "en";
    if (!sample.reply_to.empty()) {
        const auto parent = repo::find_post_by_uri(context.db, ledger.posts.at(std::string(sample.reply_to)));
        if (!parent) return Error(Errc::not_found, "The post to reply to is missing: " + std::string(sample.reply_to));
        draft.in_reply_to = parent->id;
    }
    COLLEGIUM_TRY(const auto post, domain::create_post(context, draft));
    return post.uri;
}

Result<void> add_reactions(domain::Context& context, const World& world, Side here, const SamplePost& sample,
                           const std::string& uri) {
    const auto post = repo::find_post_by_uri(context.db, uri);
    if (!post) return Error(Errc::not_found, "The post is missing: " + std::string(sample.key));
    for (const auto& name : parts(sample.favourites)) {
        if (side_of(name) != here) continue;
        COLLEGIUM_TRY(const auto who, find_person(context, world, here, name));
        COLLEGIUM_CHECK(domain::favourite(context, who.id, post->id));
    }
    for (const auto& name : parts(sample.boosts)) {
        if (side_of(name) != here) continue;
        COLLEGIUM_TRY(const auto who, find_person(context, world, here, name));
        COLLEGIUM_CHECK(domain::reblog(context, who.id, post->id, std::nullopt));
    }
    return ok();
}

// All of one depth at once, then until the other institution has them.
Result<int> add_depth(World& world, Ledger& ledger, int depth) {
    int added = 0;
    for (const auto& sample : posts()) {
        if (depth_of(sample) != depth) continue;
        COLLEGIUM_TRY(ledger.posts[std::string(sample.key)],
                      world.write(side_of(sample.author), [&world, &ledger, &sample](domain::Context& context) {
                          return add_post(context, world, ledger, sample);
                      }));
        ++added;
    }
    for (const auto& sample : posts()) {
        if (depth_of(sample) != depth) continue;
        const auto& uri = ledger.posts[std::string(sample.key)];
        COLLEGIUM_CHECK(wait_for_post(world, other_side(side_of(sample.author)), uri, sample.key));
    }
    return added;
}

// What the author's own server counts, once the other one has told it.
Result<void> wait_for_reactions(World& world, const Ledger& ledger) {
    for (const auto& sample : posts()) {
        const auto& uri = ledger.posts.at(std::string(sample.key));
        const auto boosts = static_cast<std::int64_t>(parts(sample.boosts).size());
        const auto favourites = static_cast<std::int64_t>(parts(sample.favourites).size());
        COLLEGIUM_CHECK(world.wait_until(side_of(sample.author), "boosts and favourites of " + std::string(sample.key),
                                         [&uri, boosts, favourites](domain::Context& context) {
                                             const auto post = repo::find_post_by_uri(context.db, uri);
                                             return post && post->reblogs_count >= boosts &&
                                                    post->favourites_count >= favourites;
                                         }));
    }
    return ok();
}

}  // namespace

Result<void> add_posts(World& world, Ledger& ledger) {
    for (int depth = 0;; ++depth) {
        COLLEGIUM_TRY(const int added, add_depth(world, ledger, depth));
        if (added == 0) break;
    }
    for (auto side : both_sides) {
        auto reacted = world.write(side, [&world, &ledger, side](domain::Context& context) -> Result<void> {
            for (const auto& sample : posts()) {
                const auto& uri = ledger.posts.at(std::string(sample.key));
                COLLEGIUM_CHECK(add_reactions(context, world, side, sample, uri));
            }
            return ok();
        });
        if (!reacted) return reacted.error();
    }
    return wait_for_reactions(world, ledger);
}

}  // namespace collegium::cli::sample
