#include "storage/repo/page.hpp"

#include <algorithm>

namespace collegium::repo {
namespace {

// A page has rows: SQLite takes a negative LIMIT for none at all.
int row_limit(int wanted) {
    return std::clamp(wanted, 0, 1000);
}

std::string escape_like(std::string_view text) {
    std::string escaped;
    for (char c : text) {
        if (c == '%' || c == '_' || c == '\\') escaped += '\\';
        escaped += c;
    }
    return escaped;
}

}  // namespace

PageClause::PageClause(const model::Page& page, std::string_view column) : ascending_(page.min_id != 0) {
    const std::string name(column);
    if (page.max_id != 0) {
        sql_ += " AND " + name + " < ?";
        params_.emplace_back(page.max_id);
    }
    const auto lower = page.min_id != 0 ? page.min_id : page.since_id;
    if (lower != 0) {
        sql_ += " AND " + name + " > ?";
        params_.emplace_back(lower);
    }
    sql_ += " ORDER BY " + name + (ascending_ ? " ASC" : " DESC") + " LIMIT ?";
    params_.emplace_back(row_limit(page.limit));
}

sql::Params PageClause::with(sql::Params params) const {
    params.insert(params.end(), params_.begin(), params_.end());
    return params;
}

std::string contains_pattern(std::string_view folded) {
    return "%" + escape_like(folded) + "%";
}

std::string after_prefix(std::string_view prefix) {
    return std::string(prefix) + "\xF4\x8F\xBF\xBF";
}

}  // namespace collegium::repo
