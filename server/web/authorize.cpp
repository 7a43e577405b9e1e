// The page on which a member lets an app use the account (RFC 6749 4.1, RFC 7636 with S256 alone;
// mastodon-api.md 2.7). Nothing is ever sent to an address that the app did not register.
#include <array>
#include <cctype>

#include "core/strings.hpp"
#include "core/url.hpp"
#include "domain/sessions.hpp"
#include "formats/form.hpp"
#include "http/middleware.hpp"
#include "storage/repo/members.hpp"
#include "web/form.hpp"
#include "web/oauth_redirect.hpp"
#include "web/visit.hpp"

namespace collegium::web {
namespace {

constexpr std::array sent_back = {"client_id", "redirect_uri",   "response_type",        "scope",
                                  "state",     "code_challenge", "code_challenge_method"};

struct ScopeText {
    std::string_view scope;
    const char* label;
    const char* note;
    bool strong;
};

constexpr std::array scope_texts = {
    ScopeText{"profile", "See who you are", "Your name and picture, nothing else.", false},
    ScopeText{"read", "Read everything you can read", "Posts, notifications, lists, whom you follow.", false},
    ScopeText{"write", "Write in your name", "Posts, files, follows, your profile, resources and mentorships.", true},
    ScopeText{"follow", "Change whom you follow, mute and block", "", true},
    ScopeText{"push", "Send you notifications", "", false},
    ScopeText{"admin:read", "Read what administrators read", "", true},
    ScopeText{"admin:write", "Act as an administrator", "", true},
};

// "write:statuses" reads as "Write: statuses".
json::Value scope_view(std::string_view scope) {
    for (const auto& text : scope_texts) {
        if (text.scope != scope) continue;
        return json::Value::object({{"label", text.label}, {"note", text.note}, {"strong", text.strong}});
    }
    auto label = strings::replace_all(std::string(scope), ":", ": ");
    label.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(label.front())));
    return json::Value::object({{"label", label}, {"note", ""}, {"strong", !scope.starts_with("read")}});
}

json::Value scope_list(std::string_view scopes) {
    auto list = json::Value::array();
    for (const auto scope : strings::words(scopes)) list.push(scope_view(scope));
    return list;
}

struct Wish {
    model::OauthApp app;
    domain::Authorization authorization;
    std::string state;
};

// What the app asks for, when it may ask for it. Errors are for a page: no address is trusted before this.
Result<Wish> read_wish(domain::Context& context, const http::Request& request) {
    auto app = repo::find_app_by_client_id(context.db, text_in(request, "client_id"));
    if (!app) return Error(Errc::bad_request, "This app is not registered here. Start again from the app.");
    Wish wish;
    wish.state = text_in(request, "state");
    auto& wanted = wish.authorization;
    wanted.app_id = app->id;
    wanted.redirect_uri = text_in(request, "redirect_uri");
    for (const auto scope : strings::words(text_in(request, "scope")))
        wanted.scopes += (wanted.scopes.empty() ? "" : " ") + std::string(scope);
    if (wanted.scopes.empty()) wanted.scopes = "read";
    wanted.code_challenge = text_in(request, "code_challenge");
    if (auto checked = domain::check_authorization(*app, wanted); !checked)
        return Error(Errc::bad_request, explain_oauth_error(checked.error().message()), checked.error().message());
    if (text_in(request, "response_type") != "code")
        return Error(Errc::bad_request, "The app asked in a way that this server does not know (response_type).");
    if (!wanted.code_challenge.empty() && text_in(request, "code_challenge_method") != "S256")
        return Error(Errc::bad_request,
                     "The app asked in a way that this server does not know (code_challenge_method).");
    wish.app = std::move(*app);
    return wish;
}

http::Response consent_page(const http::Request& request, const Visit& visit, const Wish& wish) {
    auto frame = visit.frame("Permission for " + wish.app.name, Place::account);
    frame.head.robots = "noindex";
    auto view = visit.view(frame);
    view.set("app", json::Value::object({{"name", wish.app.name},
                                         {"website", wish.app.website},
                                         {"redirect_host", redirect_host(wish.authorization.redirect_uri)}}));
    view.set("scopes", scope_list(wish.authorization.scopes));
    auto fields = json::Value::array();
    for (const char* name : sent_back)
        fields.push(json::Value::object({{"name", name}, {"value", text_in(request, name)}}));
    view.set("fields", std::move(fields));
    auto response = visit.show(Page::consent, view);
    response.set("Cache-Control", "no-store");
    // Browsers hold the redirect after a form to the same rule as the form.
    response.set("Content-Security-Policy",
                 strings::replace_all(std::string(http::page_policy), "form-action 'self'",
                                      "form-action 'self'" + form_action_of(wish.authorization.redirect_uri)));
    return response;
}

// To the sign-in form and back, without force_login, which has been obeyed by then.
http::Response sign_in_for_app(const http::Request& request, bool again) {
    std::string query;
    if (auto pairs = formats::parse_form(request.query)) {
        std::erase_if(*pairs, [](const formats::Pair& pair) { return pair.first == "force_login"; });
        query = formats::encode_form(*pairs);
    }
    const auto back = local_path("/oauth/authorize?" + query);
    return http::Response::redirect(
        "/sign-in?" + std::string(again ? "again=1&" : "") + "return_to=" + percent_encode(back), 303);
}

Reply ask(domain::Context& context, const http::Request& request) {
    auto wish = read_wish(context, request);
    if (!wish) return wish.error();
    const Visit visit(context, request);
    const auto& force = text_in(request, "force_login");
    const bool forced = force == "true" || force == "1";
    if (!visit.account() || forced) return sign_in_for_app(request, forced);
    return consent_page(request, visit, *wish);
}

Reply decide(domain::Context& context, const http::Request& request) {
    if (auto checked = check_csrf(request); !checked) return checked.error();
    auto wish = read_wish(context, request);
    if (!wish) return wish.error();
    const Visit visit(context, request);
    if (!visit.account()) return Error(Errc::unauthorized, "You are not signed in any more. Start again from the app.");
    const auto& redirect_uri = wish->authorization.redirect_uri;
    const bool shown = redirect_uri == out_of_band;
    if (text_in(request, "decision") != "allow") {
        if (shown) return Error(Errc::forbidden, "The app was not let in. You can close this page.");
        return http::Response::redirect(oauth_redirect(redirect_uri, {{"error", "access_denied"}}, wish->state), 303);
    }
    wish->authorization.account_id = visit.viewer();
    const auto code = domain::issue_code(context, wish->authorization);
    if (!shown) return http::Response::redirect(oauth_redirect(redirect_uri, {{"code", code}}, wish->state), 303);
    auto view = visit.view(visit.frame("Your code", Place::account));
    view.set("code", code);
    view.set("app", json::Value::object({{"name", wish->app.name}}));
    auto response = visit.show(Page::consent_code, view);
    response.set("Cache-Control", "no-store");
    return response;
}

}  // namespace

Routes authorize_routes() {
    using http::Audience;
    using http::Lane;
    using http::Method;
    return {
        {Method::get, "/oauth/authorize", Lane::read, Audience::page, ask},
        {Method::post, "/oauth/authorize", Lane::write, Audience::page, decide},
    };
}

}  // namespace collegium::web
