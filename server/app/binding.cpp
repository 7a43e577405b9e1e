#include "app/binding.hpp"

#include <memory>
#include <optional>

#include "core/log.hpp"

namespace collegium::app {
namespace {

// Who posts goes on without the people that could not be found by then; who searches has come for them.
constexpr auto patience_of_writers = std::chrono::seconds(5);
constexpr auto patience_of_readers = std::chrono::seconds(15);

using Reply = http::Reply<domain::Context>;
using Route = http::Route<domain::Context>;
using Handler = http::Continue<domain::Context>;

sql::Lane lane_of(http::Lane lane) {
    switch (lane) {
        case http::Lane::read: return sql::Lane::read;
        case http::Lane::write: return sql::Lane::write;
        case http::Lane::slow: return sql::Lane::slow;
    }
    return sql::Lane::read;
}

// One request on its way through the lanes. Shared by the jobs it becomes, one after the other.
class Passage : public std::enable_shared_from_this<Passage> {
  public:
    Passage(const Binding& binding, const Route& route, http::Request request, http::Respond respond)
        : binding_(binding), route_(route), request_(std::move(request)), respond_(std::move(respond)) {}

    void run(sql::Lane lane, Handler handler) {
        auto self = shared_from_this();
        auto job = [self, handler = std::move(handler)](sql::Connection& connection) {
            auto context = self->binding_.make_context(connection);
            self->reply_.emplace(handler(context, self->request_));
            return self->reply_->lasts() ? sql::Verdict::commit : sql::Verdict::rollback;
        };
        binding_.pool.submit(lane, std::move(job), [self, lane](Result<void> stored) { self->go_on(lane, stored); });
    }

  private:
    void go_on(sql::Lane lane, const Result<void>& stored) {
        if (!stored) return fail(stored.error());
        auto reply = std::move(*reply_);
        reply_.reset();
        if (auto* response = std::get_if<http::Response>(&reply.content)) return respond_(std::move(*response));
        if (auto* error = std::get_if<Error>(&reply.content)) return fail(*error);
        if (auto* next = std::get_if<Handler>(&reply.content)) return run(sql::Lane::write, std::move(*next));
        fetch(lane, std::move(std::get<http::Needs>(reply.content)));
    }

    void fetch(sql::Lane lane, http::Needs needs) {
        if (request_.attempt > 0) return fail(Error(Errc::internal, "Something went wrong", "a handler needs twice"));
        if (route_.audience == http::Audience::server && !binding_.may_fetch(request_))
            return fail(Error(Errc::too_many_requests, "Too many keys of yours to fetch"));
        auto self = shared_from_this();
        const auto patience = lane == sql::Lane::write ? patience_of_writers : patience_of_readers;
        binding_.resolve(std::move(needs), patience, [self, lane](std::vector<http::Unresolved> unresolved) {
            self->request_.attempt = 1;
            self->request_.unresolved = std::move(unresolved);
            self->run(lane, self->route_.handler);
        });
    }

    void fail(const Error& error) {
        if (!error.detail().empty())
            log::write(error.code() == Errc::internal ? log::Level::error : log::Level::info, "request failed",
                       {{"id", request_.id}, {"code", name_of(error.code())}, {"why", error.detail()}});
        respond_(http::error_response(error, route_.audience, binding_.page_renderer));
    }

    const Binding& binding_;
    const Route& route_;
    http::Request request_;
    http::Respond respond_;
    std::optional<Reply> reply_;
};

}  // namespace

void mount_routes(http::Router& router, const Binding& binding, const http::Routes<domain::Context>& routes) {
    for (const auto& route : routes) {
        auto kept = std::make_shared<const Route>(route);
        http::Entry entry;
        entry.method = route.method;
        entry.path = std::string(route.path);
        entry.audience = route.audience;
        entry.options = route.options;
        entry.action = [&binding, kept](http::Request request, http::Respond respond) {
            auto passage = std::make_shared<Passage>(binding, *kept, std::move(request), std::move(respond));
            passage->run(lane_of(kept->lane), kept->handler);
        };
        router.add(std::move(entry));
    }
}

}  // namespace collegium::app
