// A migrated database with few words to put rows into it, for the tests of storage/repo.
#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

#include "database_fixture.hpp"
#include "storage/model/account.hpp"
#include "storage/model/learning.hpp"
#include "storage/model/post.hpp"

namespace collegium::repo::test {

constexpr Timestamp noon = from_milliseconds(1'790'000'000'000);

class RepoTest : public sql::test::OnBothEngines {
  protected:
    RepoTest();

    // "" for one of our own.
    model::Account account(const std::string& username, const std::string& domain = "");
    // `change` is applied to the row before it is inserted; ids count up from 1000.
    template <class Change>
    model::Post post(const model::Account& author, Change change) {
        auto row = new_post(author);
        change(row);
        insert(row);
        return row;
    }
    model::Post post(const model::Account& author);
    model::Post reply(const model::Account& author, const model::Post& parent);
    model::Post reblog(const model::Account& author, const model::Post& original);
    void follow(const model::Account& who, const model::Account& whom);
    model::Post new_post(const model::Account& author);
    void insert(const model::Post& row);
    std::int64_t count(const std::string& table_and_condition);

    std::unique_ptr<sql::Connection> connection_;
    sql::Connection& db_;

  private:
    std::int64_t next_id_ = 1000;
};

model::Page page_of(int limit);
model::Page older_than(std::int64_t max_id, int limit);
model::Page since(std::int64_t since_id, int limit);
model::Page after(std::int64_t min_id, int limit);

template <class IdType>
std::vector<std::int64_t> values(const std::vector<IdType>& ids) {
    std::vector<std::int64_t> numbers;
    for (auto id : ids) numbers.push_back(id.value);
    return numbers;
}

}  // namespace collegium::repo::test
