#include "text/plain_text.hpp"

#include <algorithm>

#include "core/strings.hpp"
#include "text/html_tree.hpp"
#include "text/sanitize_rules.hpp"

namespace collegium::text {
namespace {

class TextWriter {
  public:
    void write(const std::vector<HtmlNode>& nodes) {
        for (const auto& node : nodes) write(node);
    }
    std::string take() { return std::move(text_); }

  private:
    void write(const HtmlNode& node) {
        if (node.kind == HtmlNode::Kind::text) return add(node.text);
        if (node.foreign) return;
        switch (treatment_of(node.name)) {
            case Treatment::drop: return;
            case Treatment::unwrap:
            case Treatment::phrase: return write(node.children);
            case Treatment::line_break: ++breaks_; return;
            case Treatment::separate: return write_apart(node, 1);
            case Treatment::heading: return write_apart(node, 2);
            case Treatment::block: break;
        }
        const auto classes = strings::words(node.attribute("class"));
        if (std::find(classes.begin(), classes.end(), "quote-inline") != classes.end()) return;
        if (node.name == "pre") ++preformatted_;
        write_apart(node, node.name == "li" ? 1 : 2);
        if (node.name == "pre") --preformatted_;
    }

    void write_apart(const HtmlNode& node, int line_feeds) {
        breaks_ = std::max(breaks_, line_feeds);
        if (node.name == "li") bullet_ = true;
        write(node.children);
        bullet_ = false;
        breaks_ = std::max(breaks_, line_feeds);
    }

    // Runs of blanks read as one, as in a browser, but not inside <pre>.
    void add(std::string_view text) {
        for (const char c : text) {
            const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
            if (blank && preformatted_ == 0) {
                space_ = true;
                continue;
            }
            start_word();
            text_ += c;
        }
    }

    void start_word() {
        if (!text_.empty() && breaks_ > 0) {
            text_.append(static_cast<std::size_t>(std::min(breaks_, 2)), '\n');
        } else if (!text_.empty() && space_ && text_.back() != '\n') {
            text_ += ' ';
        }
        if (bullet_) text_ += "- ";
        bullet_ = false;
        breaks_ = 0;
        space_ = false;
    }

    std::string text_;
    int breaks_ = 0;
    int preformatted_ = 0;
    bool space_ = false;
    bool bullet_ = false;
};

}  // namespace

std::string html_to_text(std::string_view html) {
    const auto nodes = parse_html(html);
    if (!nodes) {
        const std::string stripped = strip_tags(html, 20 * 1024);
        return strings::is_valid_utf8(stripped) ? std::string(strings::trim(stripped)) : std::string();
    }
    TextWriter writer;
    writer.write(*nodes);
    return writer.take();
}

std::string excerpt(std::string_view html, std::size_t characters) {
    const std::string text = html_to_text(html);
    std::string line;
    for (const auto word : strings::words(text)) {
        if (!line.empty()) line += ' ';
        line += word;
        if (line.size() > characters * 32) break;  // far more bytes than that many characters have
    }
    return strings::shorten(line, characters);
}

}  // namespace collegium::text
