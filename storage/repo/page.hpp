// The clause that turns a model::Page into one range scan, and what has to be done to its rows afterwards.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/post.hpp"
#include "storage/sql/connection.hpp"

namespace collegium::repo {

// For "SELECT ... WHERE <condition> " + sql(): bounds on `column`, order and limit. Few texts, so that the
// statements behind them stay prepared.
class PageClause {
  public:
    PageClause(const model::Page& page, std::string_view column);

    // " AND c < ? AND c > ? ORDER BY c DESC LIMIT ?"
    const std::string& sql() const { return sql_; }
    // Appends the clause's parameters to those of the condition.
    sql::Params with(sql::Params params) const;

    // Newest first again, when the scan went upwards.
    template <class Row>
    std::vector<Row> in_order(std::vector<Row> rows) const {
        if (ascending_) std::reverse(rows.begin(), rows.end());
        return rows;
    }

  private:
    std::string sql_;
    sql::Params params_;
    bool ascending_ = false;
};

// "%fol\%ded%" with escapes for `LIKE ? ESCAPE '\'`.
std::string contains_pattern(std::string_view folded);
// The end of a prefix's range in a column of {{text}}: `c >= prefix AND c < after_prefix(prefix)` uses the index,
// as LIKE does not.
std::string after_prefix(std::string_view prefix);

}  // namespace collegium::repo
