// One author writing, sharing and being followed through every interruption, as a good client does: each thing
// has an Idempotency-Key and is tried again until it is acknowledged.
import assert from 'node:assert/strict';

import { eventually, sleep } from '../lib/eventually.mjs';

export class Load {
    constructor(author, reader) {
        this.author = author;
        this.reader = reader;
        this.acknowledged = new Map(); // name → id at the author's instance
        this.shares = new Set();
        this.follows = 0;
        this.running = false;
    }

    start() {
        this.running = true;
        this.work = Promise.all([this.write('a'), this.write('b'), this.share(), this.follow()]);
    }
    async stop() {
        this.running = false;
        await this.work;
    }

    // Until it is acknowledged: a broken connection and a 503 say nothing about what was done. A 4xx is an error.
    async insist(what, call) {
        for (;;) {
            let answer;
            try {
                answer = await call();
            } catch {
                await sleep(40);
                continue;
            }
            if (answer.status === 200) return answer.json;
            if (answer.status < 500) throw new Error(`${what}: ${answer.status} ${answer.text}`);
            if (answer.status !== 503) throw new Error(`${what}: ${answer.status} ${answer.text}`);
            await sleep(40);
        }
    }

    async write(strand) {
        for (let i = 0; this.running; ++i) {
            const name = `post-${this.author.username}-${strand}-${i}.`;
            const headers = { 'Idempotency-Key': `${name}-key` };
            const status = await this.insist(name, () => this.author.ask('POST', '/api/v1/statuses', { json: { status: name }, headers }));
            assert.ok(status.content.includes(name));
            this.acknowledged.set(name, status.id);
            await sleep(20 + Math.random() * 60);
        }
    }

    async share() {
        for (let i = 0; this.running; ++i) {
            const name = `share-${this.author.username}-${i}.`;
            const headers = { 'Idempotency-Key': `${name}-key` };
            const json = { title: name, url: `https://example.org/${name}`, license: 'https://creativecommons.org/licenses/by/4.0/' };
            const resource = await this.insist(name, () => this.author.ask('POST', '/api/v1/pln/resources', { json, headers }));
            this.acknowledged.set(name, resource.status.id);
            this.shares.add(name);
            await sleep(150 + Math.random() * 150);
        }
    }

    // The author follows the reader, and stops; the last word is to follow.
    async follow() {
        const account = await this.insist('find', () =>
            this.author.ask('GET', `/api/v2/search?type=accounts&resolve=true&q=${encodeURIComponent(this.reader.handle)}`));
        this.target = account.accounts[0]?.id;
        if (!this.target) throw new Error(`nobody called ${this.reader.handle}`);
        const act = (verb) => this.insist(verb, () => this.author.ask('POST', `/api/v1/accounts/${this.target}/${verb}`));
        while (this.running) {
            await act('follow');
            await sleep(200 + Math.random() * 200);
            await act('unfollow');
            ++this.follows;
            await sleep(100);
        }
        await act('follow');
    }

    // How often each name stands among the author's posts as somebody sees them.
    async countAt(person) {
        const account = await person.find(this.author.handle);
        const counts = new Map();
        for (let below = ''; ; ) {
            const page = await person.get(`/api/v1/accounts/${account.id}/statuses?limit=40${below && `&max_id=${below}`}`);
            for (const status of page) {
                const name = status.content.match(/(?:post|share)-author_\w+?-(?:[ab]-)?\d+\./)?.[0];
                if (name) counts.set(name, (counts.get(name) ?? 0) + 1);
            }
            if (page.length === 0) return counts;
            below = page.at(-1).id;
        }
    }

    assertOnce(counts, where) {
        const lost = [...this.acknowledged.keys()].filter((name) => !counts.has(name));
        const doubled = [...counts].filter(([, count]) => count > 1).map(([name, count]) => `${name} ${count}`);
        assert.deepEqual(lost, [], `lost ${where}, of ${this.acknowledged.size}`);
        assert.deepEqual(doubled, [], `doubled ${where}`);
    }

    async assertLibrary() {
        const counts = new Map();
        for (let below = ''; ; ) {
            const page = await this.reader.get(`/api/v1/pln/resources?limit=40${below && `&max_id=${below}`}`);
            for (const item of page) counts.set(item.title, (counts.get(item.title) ?? 0) + 1);
            if (page.length === 0) break;
            below = page.at(-1).id;
        }
        for (const name of this.shares) assert.equal(counts.get(name), 1, name);
    }

    async assertFollowing() {
        assert.ok(this.follows > 0);
        await eventually('the follow holds here', async () => (await this.author.relationship(this.target)).following, { timeout: 90_000, pause: 500 });
        const own = await this.reader.get('/api/v1/accounts/verify_credentials');
        const names = async () => (await this.reader.get(`/api/v1/accounts/${own.id}/followers?limit=80`)).map((item) => item.acct);
        await eventually('and there, once', async () => (await names()).filter((acct) => acct === this.author.handle).length === 1, { timeout: 90_000, pause: 500 });
    }
}
