#include "domain/mentorship_news.hpp"

#include "core/json.hpp"
#include "core/strings.hpp"
#include "domain/mentorships.hpp"
#include "domain/uris.hpp"
#include "storage/repo/mentorships.hpp"
#include "text/sanitize_rules.hpp"

namespace collegium::domain {
namespace {

using Action = AgreementAction;

constexpr std::size_t message_length = 400;
constexpr std::size_t title_length = 150;
constexpr std::size_t name_length = 80;

struct Words {
    std::string_view kind;     // what it is, for the first line
    std::string_view happens;  // follows the name of the other person
    std::string_view next;     // what the link leads to
};

std::optional<Words> words_of_request(Action action, bool offers) {
    const std::string_view next = "Accept, ask for more, propose other terms or decline";
    if (action == Action::answer) return Words{"Mentorship: an answer", "has answered your question.", next};
    if (action != Action::ask) return std::nullopt;
    if (offers) return Words{"Mentorship: a request", "asks you to be their mentor.", next};
    return Words{"Mentorship: an offer", "offers to be your mentor.", next};
}

// nullopt for steps that nobody takes yet.
std::optional<Words> words_of(Action action, model::Purpose purpose, bool clock) {
    switch (action) {
        case Action::ask:
        case Action::answer: return words_of_request(action, purpose == model::Purpose::offer);
        case Action::ask_more:
            return Words{"Mentorship: a question", "would like to know more before deciding.", "Answer"};
        case Action::propose_terms:
            return Words{"Mentorship: other terms", "proposes terms. They need your yes.", "See the terms and answer"};
        case Action::accept: return Words{"Mentorship: accepted", "has accepted.", "See what was agreed"};
        case Action::decline: return Words{"Mentorship: declined", "has declined.", "See the request"};
        case Action::withdraw:
            return Words{"Mentorship: withdrawn", "has withdrawn. There is nothing for you to do.", "See the request"};
        case Action::expire:
            return Words{"Mentorship: expired", "and you: the request was not answered in time.", "See the request"};
        case Action::end:
            if (clock) return Words{"Mentorship: ended", "and you: the mentorship has ended.", "See the mentorship"};
            return Words{"Mentorship: ended", "has ended the mentorship.", "See the mentorship"};
        case Action::ask_for_consent:
        case Action::confirm_trial:
        case Action::pause:
        case Action::resume:
        case Action::amend:
        case Action::agree_amendment:
        case Action::wind_down:
        case Action::extend:
        case Action::complete:
        case Action::suspend:
        case Action::release:
        case Action::void_it: return std::nullopt;
    }
    return std::nullopt;
}

std::optional<Action> action_of(const std::string& name) {
    for (const auto& transition : transitions())
        if (name_of(transition.action) == name) return transition.action;
    return std::nullopt;
}

// "Maya Roberts (@maya@learn.example)"
std::string who(const model::Account& other) {
    const auto handle = "@" + other.acct();
    if (other.display_name.empty()) return text::escape_text(handle);
    return text::escape_text(strings::shorten(other.display_name, name_length) + " (" + handle + ")");
}

// On one line, as apps show few.
std::string quoted(std::string_view message) {
    std::string line;
    for (const char c : strings::trim(message)) {
        const bool space = c == ' ' || c == '\n' || c == '\r' || c == '\t';
        if (!space || line.back() != ' ') line += space ? ' ' : c;
    }
    const auto shown = strings::shorten(line, message_length);
    return shown.empty() ? "" : "<blockquote><p>" + text::escape_text(shown) + "</p></blockquote>";
}

}  // namespace

std::optional<SystemPost> news_of_step(Context& context, const model::Event& event, const model::Agreement& agreement,
                                       const model::Account& person, const model::Account& other) {
    const auto data = json::parse(event.data);
    const auto proposal = repo::find_proposal(context.db, agreement.proposal_id);
    if (!data || !proposal) return std::nullopt;
    const auto action = action_of((*data)["action"].string());
    if (!action) return std::nullopt;
    auto words = words_of(*action, proposal->purpose, !event.account_id);
    if (!words) return std::nullopt;
    auto message = *action == Action::ask ? agreement.message : (*data)["note"].string();
    if (*action == Action::decline && message == "full") {  // said by the server, not by the person
        words->happens = "cannot take you now: all places are taken.";
        message.clear();
    }
    const auto page = Uris(context.config).agreement_page(agreement.id);
    SystemPost news;
    news.key = "mentorship " + agreement.id.text() + " " + (*data)["action"].string() + " " +
               std::to_string(to_milliseconds(event.created_at));
    news.url = page;
    news.content = "<p><strong>" + std::string(words->kind) + " – " +
                   text::escape_text(strings::shorten(proposal->title, title_length)) + "</strong></p><p>" +
                   mention_html(person) + " " + who(other) + " " + std::string(words->happens) + "</p>" +
                   quoted(message) + "<p>" + std::string(words->next) + ": <a href=\"" + text::escape_attribute(page) +
                   "\">" + text::escape_text(page) + "</a></p>";
    return news;
}

}  // namespace collegium::domain
