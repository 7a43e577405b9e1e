#include "text/html_tree.hpp"

#include <algorithm>
#include <csetjmp>
#include <memory>

#include <gumbo.h>

#include "core/strings.hpp"

namespace collegium::text {
namespace {

// Gumbo cannot be told that memory has run out, so the arena jumps out of it. Everything it had
// allocated lies in the arena, and is freed with it: nothing leaks and nothing is freed recursively.
class Arena {
  public:
    explicit Arena(std::size_t budget) : budget_(budget) {}

    void* allocate(std::size_t size) {
        size = (size + 15) & ~std::size_t{15};
        if (size > budget_ - used_) std::longjmp(exit_, 1);
        used_ += size;
        if (size > left_) {
            const std::size_t block = std::max(size, block_size);
            blocks_.push_back(std::make_unique_for_overwrite<std::byte[]>(block));
            next_ = blocks_.back().get();
            left_ = block;
        }
        void* found = next_;
        next_ += size;
        left_ -= size;
        return found;
    }
    std::jmp_buf& exit() { return exit_; }

  private:
    static constexpr std::size_t block_size = 64 * 1024;
    std::size_t budget_;
    std::size_t used_ = 0;
    std::size_t left_ = 0;
    std::byte* next_ = nullptr;
    std::vector<std::unique_ptr<std::byte[]>> blocks_;
    std::jmp_buf exit_;
};

void* allocate_in(void* arena, std::size_t size) {
    return static_cast<Arena*>(arena)->allocate(size);
}

void keep_until_the_end(void*, void*) {}

// Holds nothing with a destructor, as setjmp requires (C++20 [csetjmp.syn]).
GumboOutput* parse_in(Arena* arena, const GumboOptions* options, const char* bytes, std::size_t size) {
    if (setjmp(arena->exit()) != 0) return nullptr;
    return gumbo_parse_with_options(options, bytes, size);
}

std::string name_of(const GumboElement& element) {
    if (element.tag != GUMBO_TAG_UNKNOWN) return gumbo_normalized_tagname(element.tag);
    GumboStringPiece piece = element.original_tag;
    if (piece.data == nullptr) return {};
    gumbo_tag_from_original_text(&piece);
    return strings::lower(std::string_view(piece.data, piece.length));
}

class Copier {
  public:
    explicit Copier(std::size_t depth) : depth_(depth) {}

    void copy_children(const GumboVector& from, std::vector<HtmlNode>& to, std::size_t level) const {
        if (level > depth_) return;
        for (unsigned i = 0; i < from.length; ++i) copy(*static_cast<const GumboNode*>(from.data[i]), to, level);
    }

  private:
    void copy(const GumboNode& node, std::vector<HtmlNode>& to, std::size_t level) const {
        if (node.type == GUMBO_NODE_TEXT || node.type == GUMBO_NODE_WHITESPACE) {
            HtmlNode& copied = to.emplace_back();
            copied.text = node.v.text.text;
        } else if (node.type == GUMBO_NODE_ELEMENT) {
            const GumboElement& element = node.v.element;
            HtmlNode copied;
            copied.kind = HtmlNode::Kind::element;
            copied.name = name_of(element);
            copied.foreign = element.tag_namespace != GUMBO_NAMESPACE_HTML;
            for (unsigned i = 0; i < element.attributes.length; ++i) {
                const auto* attribute = static_cast<const GumboAttribute*>(element.attributes.data[i]);
                copied.attributes.emplace_back(strings::lower(attribute->name), attribute->value);
            }
            copy_children(element.children, copied.children, level + 1);
            to.push_back(std::move(copied));
        }  // comments, CDATA sections, templates and doctypes are nobody's text
    }

    std::size_t depth_;
};

}  // namespace

std::string_view HtmlNode::attribute(std::string_view wanted) const {
    for (const auto& [name, value] : attributes) {
        if (name == wanted) return value;
    }
    return {};
}

std::optional<std::vector<HtmlNode>> parse_html(std::string_view html, const HtmlLimits& limits) {
    html = cut_bytes(html, limits.bytes);
    if (static_cast<std::size_t>(std::count(html.begin(), html.end(), '<')) > limits.tags) return std::nullopt;
    Arena arena(limits.arena);
    GumboOptions options = kGumboDefaultOptions;
    options.allocator = allocate_in;
    options.deallocator = keep_until_the_end;
    options.userdata = &arena;
    options.max_errors = 0;
    options.fragment_context = GUMBO_TAG_BODY;
    const GumboOutput* output = parse_in(&arena, &options, html.data(), html.size());
    if (output == nullptr) return std::nullopt;
    std::vector<HtmlNode> nodes;
    Copier(limits.depth).copy_children(output->root->v.element.children, nodes, 0);
    return nodes;
}

std::string strip_tags(std::string_view html, std::size_t limit) {
    std::string text;
    bool inside = false;
    for (const char c : cut_bytes(html, limit)) {
        if (c == '<') inside = true;
        if (!inside) text += c;
        if (c == '>' && inside) {
            inside = false;
            text += ' ';
        }
    }
    return text;
}

std::string_view cut_bytes(std::string_view utf8, std::size_t limit) {
    if (utf8.size() <= limit) return utf8;
    while (limit > 0 && (static_cast<unsigned char>(utf8[limit]) & 0xC0) == 0x80) --limit;
    return utf8.substr(0, limit);
}

}  // namespace collegium::text
