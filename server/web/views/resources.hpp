// Learning resources in the words and shapes of the templates "resource_card" and "resource".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "domain/context.hpp"
#include "domain/resources.hpp"
#include "web/views/scene.hpp"

namespace collegium::web {

// {label, css, and a flag of that name}
json::Value kind_view(const std::vector<std::string>& kinds);
// From a row alone: its record is read for the kind.
json::Value kind_view(const model::Resource& row);
// {mark, short, name, closed, url, rules}
json::Value licence_view(std::string_view address);
// "Disclosure" in words; "" when there is nothing to tell.
std::string disclosure_text(const as2::Disclosure& disclosure);
std::string labels_of(const std::vector<as2::Concept>& terms);
std::string ages_text(std::string_view range);
// Title, author, source, licence (pln-domain.md 3.1.4).
std::string credit_line(const as2::LearningResource& record);
// "PDF", "Word document"; "12 kB".
std::string file_type_label(std::string_view media_type);
std::string size_text(std::int64_t bytes);

json::Value resource_card(const Scene& scene, const domain::ResourceView& view);
json::Value resource_cards(const Scene& scene, const std::vector<domain::ResourceView>& views);

}  // namespace collegium::web
