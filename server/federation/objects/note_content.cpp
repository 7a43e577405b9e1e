#include "federation/objects/note_content.hpp"

#include "as2/vocabulary.hpp"
#include "core/strings.hpp"
#include "text/markdown.hpp"
#include "text/plain_text.hpp"
#include "text/sanitize.hpp"

namespace collegium::federation {
namespace {

constexpr std::size_t warning_limit = 500;
constexpr std::size_t link_limit = 4;

// Types that are shown as they are. The others are what Mastodon calls converted; a Proposal's text is ours.
bool is_note(const as2::Note& note) {
    return note.type == as2::type::note || note.type == as2::type::question || note.type == as2::type::proposal;
}

std::string paragraphs_of_plain(const std::string& text) {
    std::string html = "<p>";
    for (const char letter : strings::escape_html(text)) {
        if (letter == '\r') continue;
        html += letter == '\n' ? "<br />" : std::string(1, letter);
    }
    return html + "</p>";
}

std::string text_of(const as2::Note& note) {
    // PeerTube's descriptions are Markdown.
    if (note.media_type == "text/markdown") return text::markdown_to_html(note.content);
    if (note.media_type == "text/plain") return paragraphs_of_plain(note.content);
    return note.content;
}

std::string link_to(const std::string& address) {
    const auto written = strings::escape_html(address);
    return "<p><a href=\"" + written + "\">" + written + "</a></p>";
}

std::string choices_of(const as2::Poll& poll) {
    std::string html = "<ul>";
    for (const auto& option : poll.options) html += "<li>" + strings::escape_html(option.name) + "</li>";
    return html + "</ul>";
}

// What it leads to (Lemmy sends that as attachments), and its own page.
std::string ways_of(const as2::Note& note, const std::string& text) {
    std::string html;
    std::size_t links = 0;
    for (const auto& attachment : note.attachments) {
        if (attachment.type != as2::type::link || attachment.url == note.url || ++links > link_limit) continue;
        html += link_to(attachment.url);
    }
    if (text.find(strings::escape_html(note.url)) == std::string::npos) html += link_to(note.url);
    return html;
}

}  // namespace

std::string content_of(const as2::Note& note) {
    std::string html;
    if (note.type != as2::type::note && !note.name.empty())
        html = "<p><strong>" + strings::escape_html(note.name) + "</strong></p>";
    std::string text = text_of(note);
    if (text.empty() && !is_note(note) && !note.sensitive) text = note.summary;
    html += text;
    if (note.poll) html += choices_of(*note.poll);
    if (!is_note(note)) html += ways_of(note, text);
    return text::sanitize_html(html);
}

std::string content_warning_of(const as2::Note& note) {
    if (!is_note(note) && !note.sensitive) return {};
    return strings::shorten(text::html_to_text(note.summary), warning_limit);
}

}  // namespace collegium::federation
