#include "as2/carrier_text.hpp"
#include "as2/labels.hpp"
#include "as2/mentorship.hpp"
#include "core/strings.hpp"
#include "text/sanitize.hpp"
#include "text/sanitize_rules.hpp"

namespace collegium::as2 {
namespace {

std::string in_words(const std::string& code) {
    return strings::replace_all(strings::replace_all(code, "_", " "), "-", " ");
}

std::string join_words(const Texts& codes) {
    std::vector<std::string> words;
    for (const auto& code : codes) words.push_back(in_words(code));
    return strings::join(words, ", ");
}

// Every change that matters to a reader starts with a state word (pln-domain.md 4.1 rule 9).
std::string state_word(const MentorshipProposal& proposal) {
    if (proposal.state == "open" && proposal.places_free > 0) return {};
    if (proposal.state == "open" || proposal.state == "full") return "FULL: ";
    if (proposal.state == "paused") return "PAUSED: ";
    if (proposal.state == "expired") return "EXPIRED: ";
    return "CLOSED: ";
}

std::string first_line(const MentorshipProposal& proposal) {
    const bool offer = proposal.purpose == Purpose::offer;
    std::string line = state_word(proposal) + (offer ? "Mentoring offer: " : "Looking for a mentor: ") + proposal.title;
    if (offer && proposal.places_free > 0) {
        line += ", " + std::to_string(proposal.places_free) + (proposal.places_free == 1 ? " place" : " places");
    }
    return line;
}

std::string practical_line(const MentorshipProposal& proposal) {
    std::vector<std::string> languages;
    for (const auto& tag : proposal.languages) languages.push_back(language_label(tag));
    const char* unit = proposal.weeks == 1 ? " week" : " weeks";
    const std::string weeks = proposal.weeks ? std::to_string(*proposal.weeks) + unit : "";
    std::string windows = join_words(proposal.windows);
    if (!windows.empty() && !proposal.time_zone.empty()) windows += " (" + proposal.time_zone + ")";
    return carrier::join_facts(
        {in_words(proposal.cadence), weeks, join_words(proposal.formats), strings::join(languages, ", "), windows});
}

std::string subject_line(const MentorshipProposal& proposal) {
    const std::string until = proposal.expires ? "open until " + format_date(*proposal.expires) : "";
    return carrier::join_facts({carrier::labels(proposal.topics, 4), carrier::labels(proposal.subjects, 3),
                                carrier::labels(proposal.levels, 3), until});
}

}  // namespace

CarrierText fallback_text(const MentorshipProposal& proposal, std::string_view tag_prefix) {
    using text::escape_text;
    CarrierText carrier_text;
    Texts words = {"Mentorship"};
    for (const auto& terms : {proposal.topics, proposal.subjects}) {
        for (const auto& term : terms) words.push_back(term.label);
    }
    carrier_text.hashtags = carrier::hashtags(words);
    std::string html = "<p><strong>" + escape_text(first_line(proposal)) + "</strong>";
    for (const auto& line : {practical_line(proposal), subject_line(proposal)}) {
        if (!line.empty()) html += "<br />" + escape_text(line);
    }
    html += "</p>" + carrier::body(proposal.content);
    if (!proposal.expectations.empty()) html += "<p>" + escape_text(proposal.expectations) + "</p>";
    if (text::is_allowed_link(proposal.page)) {
        html += "<p>" + carrier::page_link(proposal.page, "Details and how to apply") + "</p>";
    }
    carrier_text.html = html + carrier::hashtag_line(carrier_text.hashtags, tag_prefix);
    return carrier_text;
}

}  // namespace collegium::as2
