#include "text/sanitize.hpp"

#include <algorithm>
#include <vector>

#include "core/strings.hpp"
#include "text/html_tree.hpp"
#include "text/sanitize_rules.hpp"

namespace collegium::text {
namespace {

// The caps on what is written lie below those on what is read, so that output read again is not cut again.
constexpr std::size_t output_bytes = 120 * 1024;
constexpr std::size_t output_elements = 2'800;
constexpr std::size_t output_depth = 64;

HtmlLimits reading_limits() {
    HtmlLimits limits;
    limits.depth = 200;
    return limits;
}

// The TeX source, or else the plain text, that a formula carries (FEP-dc88).
std::string formula_text(const HtmlNode& math) {
    for (const auto& semantics : math.children) {
        if (semantics.name != "semantics") continue;
        for (const std::string_view encoding : {"application/x-tex", "text/plain"}) {
            for (const auto& annotation : semantics.children) {
                if (annotation.name != "annotation" || annotation.attribute("encoding") != encoding) continue;
                std::string text;
                for (const auto& child : annotation.children) text += child.text;
                if (encoding == "text/plain") return text;
                const std::string dollars = math.attribute("display") == "block" ? "$$" : "$";
                return dollars + std::string(strings::trim(text)) + dollars;
            }
        }
    }
    return {};
}

class SafeWriter {
  public:
    void write(const std::vector<HtmlNode>& nodes) {
        for (const auto& node : nodes) write(node);
    }

    void write_text(std::string_view text) {
        const std::string escaped = escape_text(text);
        const bool blank = escaped.find_first_not_of(" \n\t") == std::string::npos;
        if (escaped.empty() || (blank && break_pending_)) return;
        break_line_if_pending();
        // A parser drops the first line feed inside <pre>: one that is part of the text is written twice.
        if (just_opened_pre_ && escaped.front() == '\n' && fits(escaped.size() + 1)) output_ += '\n';
        just_opened_pre_ = false;
        if (!fits(escaped.size())) {
            full_ = true;
            return;
        }
        output_ += escaped;
        if (!blank) at_line_start_ = false;
    }

    void open(std::string_view element, std::string_view attributes) {
        output_.append("<").append(element).append(attributes).append(">");
        open_.push_back(element);
        ++elements_;
        just_opened_pre_ = element == "pre";
    }

    void close() {
        output_.append("</").append(open_.back()).append(">");
        open_.pop_back();
        just_opened_pre_ = false;
    }

    std::string take() { return std::move(output_); }

  private:
    void write(const HtmlNode& node) {
        if (full_) return;
        if (node.kind == HtmlNode::Kind::text) return write_text(node.text);
        if (node.foreign) {
            if (node.name == "math") write_text(formula_text(node));
            return;
        }
        switch (treatment_of(node.name)) {
            case Treatment::drop: return;
            case Treatment::unwrap: return write(node.children);
            case Treatment::separate: return write_separated(node);
            case Treatment::line_break: return write_line_break();
            case Treatment::phrase: return write_phrase(node);
            case Treatment::block:
            case Treatment::heading: return write_block(node);
        }
    }

    void write_separated(const HtmlNode& node) {
        break_pending_ = true;
        write(node.children);
        break_pending_ = true;
    }

    void write_line_break() {
        if (!can_open(6, 1)) return;
        output_ += "<br />";
        ++elements_;
        just_opened_pre_ = false;
        break_pending_ = false;
        at_line_start_ = true;
    }

    void write_phrase(const HtmlNode& node) {
        const bool misplaced = (node.name == "a" && (is_open("a") || !is_allowed_link(node.attribute("href")))) ||
                               ((node.name == "rt" || node.name == "rp") && top() != "ruby");
        const std::string attributes = misplaced ? std::string() : attributes_of(node);
        if (misplaced || !can_open(node.name.size() + attributes.size(), 1)) return write(node.children);
        break_line_if_pending();
        open(node.name, attributes);
        write(node.children);
        close();
    }

    // A block inside a paragraph would end it when read again, wherever the parser let it stand.
    void write_block(const HtmlNode& node) {
        const bool heading = treatment_of(node.name) == Treatment::heading;
        const bool misplaced = is_open("p") || (node.name == "li" && top() != "ul" && top() != "ol");
        const std::string attributes = attributes_of(node);
        const std::size_t size = attributes.size() + (heading ? 30 : node.name.size());
        if (misplaced || !can_open(size, 2)) return write_separated(node);
        break_pending_ = false;
        at_line_start_ = true;
        if (heading) {
            open("p", attributes);
            open("strong", "");
        } else {
            open(node.name, attributes);
        }
        write(node.children);
        if (heading) close();
        close();
        break_pending_ = false;
        at_line_start_ = true;
    }

    static std::string attributes_of(const HtmlNode& node) {
        AttributeSource source;
        source.href = node.attribute("href");
        source.css_class = node.attribute("class");
        source.lang = node.attribute("lang");
        source.translate = node.attribute("translate");
        source.start = node.attribute("start");
        source.value = node.attribute("value");
        for (const auto& [name, value] : node.attributes) source.reversed = source.reversed || name == "reversed";
        return kept_attributes(node.name, source);
    }

    void break_line_if_pending() {
        if (break_pending_ && !at_line_start_) write_line_break();
        break_pending_ = false;
    }

    // Whether an element of that size, closing tags included, keeps the output within its caps.
    bool can_open(std::size_t size, std::size_t levels) const {
        return elements_ + levels <= output_elements && open_.size() + levels <= output_depth && fits(2 * size + 40);
    }
    bool fits(std::size_t size) const { return !full_ && output_.size() + size <= output_bytes; }
    bool is_open(std::string_view element) const {
        return std::find(open_.begin(), open_.end(), element) != open_.end();
    }
    std::string_view top() const { return open_.empty() ? std::string_view() : open_.back(); }

    std::string output_;
    std::vector<std::string_view> open_;  // names live in the tree or are literals
    std::size_t elements_ = 0;
    bool full_ = false;
    bool break_pending_ = false;
    bool at_line_start_ = true;
    bool just_opened_pre_ = false;
};

}  // namespace

std::string sanitize_html(std::string_view untrusted) {
    SafeWriter writer;
    if (const auto nodes = parse_html(untrusted, reading_limits())) {
        writer.write(*nodes);
    } else if (strings::is_valid_utf8(untrusted)) {
        writer.open("p", "");
        writer.write_text(strip_tags(untrusted, 20 * 1024));
        writer.close();
    }
    return writer.take();
}

}  // namespace collegium::text
