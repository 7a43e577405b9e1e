#include "domain/post_text.hpp"

#include <algorithm>
#include <unordered_set>

#include "core/strings.hpp"
#include "core/url.hpp"
#include "domain/posts.hpp"
#include "domain/uris.hpp"
#include "storage/repo/accounts.hpp"
#include "text/markup.hpp"
#include "text/microsyntax.hpp"

namespace collegium::domain {
namespace {

constexpr std::size_t mention_limit = 25;
constexpr std::size_t tag_limit = 50;

bool is_own_domain(const Context& context, std::string_view domain) {
    return domain.empty() || strings::equals_ignoring_case(domain, context.config.instance.domain) ||
           strings::equals_ignoring_case(domain, context.config.web_authority());
}

std::optional<model::Account> resolve(Context& context, const text::Token& token) {
    const auto domain = is_own_domain(context, token.domain) ? "" : normalize_domain(token.domain);
    auto account = repo::find_account_by_handle(context.db, token.name, domain);
    if (!account || !account->usable() || account->kind == model::ActorKind::application) return std::nullopt;
    return account;
}

}  // namespace

RenderedText render_text(Context& context, std::string_view text) {
    RenderedText rendered;
    text::MarkupLinks links;
    links.tag_prefix = Uris(context.config).home() + "tags/";
    std::unordered_set<std::string> seen_tags;
    std::unordered_set<AccountId> seen_people;
    for (const auto& token : text::find_tokens(text)) {
        switch (token.kind) {
            case text::Token::Kind::mention:
                if (seen_people.size() >= mention_limit || links.mentions.contains(token.acct())) break;
                if (auto account = resolve(context, token)) {
                    links.mentions[token.acct()] = account->url.empty() ? account->uri : account->url;
                    if (seen_people.insert(account->id).second) rendered.mentioned.push_back(account->id);
                }
                break;
            case text::Token::Kind::hashtag:
                if (seen_tags.size() < tag_limit && seen_tags.insert(strings::fold(token.name)).second)
                    rendered.tags.push_back(token.name);
                break;
            case text::Token::Kind::url: break;
        }
    }
    rendered.content = text::text_to_html(text, links);
    return rendered;
}

std::string render_profile_text(Context& context, std::string_view text) {
    return render_text(context, text).content;
}

std::vector<std::string> unknown_mentions(Context& context, std::string_view text) {
    std::vector<std::string> unknown;
    for (const auto& token : text::find_tokens(text)) {
        if (token.kind != text::Token::Kind::mention || is_own_domain(context, token.domain)) continue;
        if (unknown.size() >= mention_limit) break;
        const auto domain = normalize_domain(token.domain);
        if (domain.empty() || repo::find_account_by_handle(context.db, token.name, domain)) continue;
        auto handle = token.name + "@" + domain;
        if (std::find(unknown.begin(), unknown.end(), handle) == unknown.end()) unknown.push_back(std::move(handle));
    }
    return unknown;
}

}  // namespace collegium::domain
