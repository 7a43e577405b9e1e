// Signing in and out. The password is checked on the slow lane, where no transaction of others waits for it;
// the session is then written on the write lane. An unknown name costs the same time as a wrong password.
#include "core/random.hpp"
#include "core/strings.hpp"
#include "crypto/password.hpp"
#include "domain/sessions.hpp"
#include "formats/form.hpp"
#include "http/cookies.hpp"
#include "storage/repo/members.hpp"
#include "web/form.hpp"
#include "web/visit.hpp"

namespace collegium::web {
namespace {

constexpr std::string_view authorize_path = "/oauth/authorize";
// Not the narrow family of its own, which counts right passwords too: a class signs in from one address.
constexpr http::RouteOptions signing_in = {64 * 1024, http::RateLimit::standard, false, "login"};

struct Occasion {
    std::string_view path;
    const char* reason;
};

// Longest first where one begins with another.
constexpr Occasion occasions[] = {
    {"/share", "Sign in to share a resource."},
    {"/mentoring/new", "Sign in to write an offer or a request."},
    {"/proposals/", "Sign in to answer."},
    {"/mentorships", "Sign in to see your mentorships."},
    {"/settings", "Sign in to change your profile."},
};

std::string reason_for(std::string_view path) {
    for (const auto& occasion : occasions)
        if (path.starts_with(occasion.path)) return occasion.reason;
    return {};
}

// The app that waits behind the sign-in, by its registered name.
std::string app_behind(domain::Context& context, std::string_view path) {
    if (!path.starts_with(authorize_path)) return {};
    const auto question = path.find('?');
    if (question == std::string_view::npos) return {};
    const auto pairs = formats::parse_form(path.substr(question + 1));
    if (!pairs) return {};
    for (const auto& [name, value] : *pairs) {
        if (name != "client_id") continue;
        const auto app = repo::find_app_by_client_id(context.db, value);
        return app ? app->name : std::string();
    }
    return {};
}

// "next" is what others call it.
std::string wanted_path(const http::Request& request) {
    const auto& named = text_in(request, "return_to");
    return local_path(named.empty() ? text_in(request, "next") : named);
}

http::Response sign_in_page(domain::Context& context, const http::Request& request, const Visit& visit,
                            const Form& form) {
    const auto back = wanted_path(request);
    auto frame = visit.frame("Sign in", Place::account);
    frame.head.robots = "noindex";
    auto view = visit.view(frame);
    view.set("form",
             json::Value::object({{"login", form.field("login")}, {"password", field_view("password", "", "")}}));
    view.set("errors", form.errors());
    view.set("return_to", back == "/" ? "" : back);
    view.set("reason", reason_for(back));
    view.set("app", app_behind(context, back));
    view.set("registration", "");
    return visit.show(Page::sign_in, view, form.sound() ? 200 : 422);
}

Reply sign_in_form(domain::Context& context, const http::Request& request) {
    const Visit visit(context, request);
    if (visit.account() && text_in(request, "again").empty())
        return http::Response::redirect(wanted_path(request), 303);
    return sign_in_page(context, request, visit, Form());
}

const std::string& nobodys_hash() {
    static const std::string hash = crypto::hash_password(random_token());
    return hash;
}

http::Response with_session(const http::Request& request, const std::string& token) {
    auto response = http::Response::redirect(wanted_path(request), 303);
    http::Cookie session{std::string(session_cookie), token};
    session.max_age = std::chrono::days(30);
    response.add("Set-Cookie", http::set_cookie(session, request.secure));
    http::Cookie form{std::string(form_cookie), ""};
    form.max_age = std::chrono::seconds(0);
    response.add("Set-Cookie", http::set_cookie(form, request.secure));
    return response;
}

http::Continue<domain::Context> start_session(AccountId account, std::string new_hash) {
    return [account, new_hash = std::move(new_hash)](domain::Context& context, const http::Request& request) -> Reply {
        auto member = repo::find_member(context.db, account);
        if (!member || member->disabled_at) return Error(Errc::forbidden, "This account is disabled.");
        if (!new_hash.empty()) {
            member->password_hash = new_hash;
            repo::update_member(context.db, *member);
        }
        domain::end_session(context, session_token(request));
        const auto started =
            domain::start_session(context, account, request.header("user-agent"), request.remote_address);
        return with_session(request, started.token);
    };
}

Reply sign_in(domain::Context& context, const http::Request& request) {
    if (auto checked = check_csrf(request); !checked) return checked.error();
    Form form(request);
    const auto& password = text_in(request, "password");
    const auto member = domain::find_login(context, form.text("login"));
    const bool right = crypto::verify_password(password, member ? member->password_hash : nobodys_hash());
    if (!member || !right) {
        form.fail("login", "The name or the password is wrong.");
        const Visit visit(context, request);
        return sign_in_page(context, request, visit, form);
    }
    const auto outdated = crypto::needs_rehash(member->password_hash);
    return start_session(member->account_id, outdated ? crypto::hash_password(password) : std::string());
}

Reply sign_out(domain::Context& context, const http::Request& request) {
    if (auto checked = check_csrf(request); !checked) return checked.error();
    domain::end_session(context, session_token(request));
    auto response = go_to(request, "/", Notice::signed_out);
    http::Cookie session{std::string(session_cookie), ""};
    session.max_age = std::chrono::seconds(0);
    response.add("Set-Cookie", http::set_cookie(session, request.secure));
    return response;
}

}  // namespace

Routes sign_in_routes() {
    using http::Audience;
    using http::Lane;
    using http::Method;
    return {
        {Method::get, "/sign-in", Lane::read, Audience::page, sign_in_form},
        {Method::post, "/sign-in", Lane::slow, Audience::page, sign_in, signing_in},
        {Method::post, "/sign-out", Lane::write, Audience::page, sign_out},
    };
}

}  // namespace collegium::web
