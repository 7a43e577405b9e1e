// Requests to a server under test, and what its people do through the client API.
import '../peer/localhost_names.mjs';
import { eventually } from './eventually.mjs';

const patience = 30_000;

// The whole answer; never throws for a status. `json` is set when the body is JSON.
export async function request(url, { method = 'GET', headers = {}, body, json, form, token, redirect = 'manual' } = {}) {
    const all = { ...headers };
    if (token) all.authorization = `Bearer ${token}`;
    let content = body;
    if (json !== undefined) {
        content = JSON.stringify(json);
        all['content-type'] ??= 'application/json';
    }
    if (form) content = new URLSearchParams(form);
    const answer = await fetch(url, { method, headers: all, body: content, redirect, signal: AbortSignal.timeout(patience) });
    const text = await answer.text();
    let parsed;
    try {
        parsed = text ? JSON.parse(text) : undefined;
    } catch {
        parsed = undefined;
    }
    return { status: answer.status, headers: answer.headers, text, json: parsed, url: answer.url };
}

export class CallError extends Error {
    constructor(method, url, answer) {
        super(`${method} ${url}: ${answer.status} ${answer.text.slice(0, 300)}`);
        this.status = answer.status;
        this.answer = answer;
    }
}

export function getActivity(url, accept = 'application/activity+json') {
    return request(url, { headers: { accept } });
}

// Someone with an account and a token.
export class Person {
    constructor(instance, username, password, token) {
        Object.assign(this, { instance, username, password, token });
        this.handle = `${username}@${instance.domain}`;
        this.email = `${username}@example.org`;
    }

    ask(method, path, options = {}) {
        return request(this.instance.origin + path, { method, token: this.token, ...options });
    }

    async call(method, path, json, options = {}) {
        const answer = await this.ask(method, path, { json, ...options });
        if (answer.status !== 200 || answer.json === undefined) throw new CallError(method, path, answer);
        return answer.json;
    }

    get(path) {
        return this.call('GET', path);
    }
    post(path, json = {}, options = {}) {
        return this.call('POST', path, json, options);
    }
    put(path, json) {
        return this.call('PUT', path, json);
    }
    delete(path) {
        return this.call('DELETE', path);
    }

    // Whoever the handle (or any address) names, fetched from elsewhere when need be.
    async find(handle) {
        const found = await this.get(`/api/v2/search?type=accounts&resolve=true&limit=1&q=${encodeURIComponent(handle)}`);
        if (!found.accounts?.length) throw new Error(`${this.handle} finds nobody called ${handle}`);
        return found.accounts[0];
    }
    async findStatus(address) {
        const found = await this.get(`/api/v2/search?type=statuses&resolve=true&limit=1&q=${encodeURIComponent(address)}`);
        return found.statuses?.[0];
    }
    async follow(handle) {
        const account = await this.find(handle);
        await this.post(`/api/v1/accounts/${account.id}/follow`);
        return account;
    }
    async relationship(id) {
        return (await this.get(`/api/v1/accounts/relationships?id[]=${id}`))[0];
    }
    publish(text, options = {}) {
        return this.post('/api/v1/statuses', { status: text, ...options });
    }
    home(query = '') {
        return this.get(`/api/v1/timelines/home${query}`);
    }
    // What this person has been told of one kind, as soon as there is any: the pump tells it after the answer.
    told(type) {
        return eventually(`being told of a ${type}`, async () => {
            const found = await this.notifications(type);
            return found.length > 0 && found;
        });
    }
    notifications(type) {
        return this.get(`/api/v1/notifications?limit=80${type ? `&types[]=${type}` : ''}`);
    }
    // A status of the home timeline, by the address it has everywhere.
    async seen(uri) {
        return (await this.home('?limit=40')).find((status) => status.uri === uri);
    }
}
