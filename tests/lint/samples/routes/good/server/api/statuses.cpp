const Routes<Context> routes = {
    {Method::get, "/api/v1/statuses/:id", Lane::read, Audience::client_api, show},
    {Method::put, "/api/v1/statuses/:id", Lane::write, Audience::client_api, edit, RouteOptions{.cors = true}},
    {http::Method::get, "/", http::Lane::read, http::Audience::page, start},
};
const Fetch fetch = {Method::get, url, limits};
