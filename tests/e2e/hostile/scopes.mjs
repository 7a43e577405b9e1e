// Tokens that may not, tokens that are none, ids that name nothing or somebody else's things.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { Person, request } from '../lib/calls.mjs';

const reads = [
    '/api/v1/timelines/home', '/api/v1/accounts/verify_credentials', '/api/v1/notifications', '/api/v1/bookmarks',
    '/api/v1/follow_requests', '/api/v1/lists', '/api/v1/markers?timeline[]=home', '/api/v1/pln/agreements',
];
const writes = [
    ['POST', '/api/v1/statuses', { status: 'x' }],
    ['PATCH', '/api/v1/accounts/update_credentials', { display_name: 'x' }],
    ['POST', '/api/v1/notifications/clear', {}],
    ['POST', '/api/v1/lists', { title: 'x' }],
    ['POST', '/api/v1/pln/resources', { title: 'x', url: 'https://example.org', license: 'https://creativecommons.org/licenses/by/4.0/' }],
    ['POST', '/api/v1/pln/mentorships', { purpose: 'offer', title: 'x', topics: ['x'], places: 1, content: 'x' }],
];
const noIds = ['0', '-1', '7777', '999999999999999999', '99999999999999999999999', 'abc', '1e3', '%00', '..', '1%2f2', '%F0%9F%98%80'];

export function scopes(world) {
    let victim, reader, north, readOnly, writeOnly;

    before(async () => {
        ({ victim, reader, north } = world);
        readOnly = new Person(north, 'maya', '', await north.token('maya', 'read'));
        writeOnly = new Person(north, 'maya', '', await north.token('maya', 'write'));
    });

    test('without a token nothing of one\'s own is read or written', async () => {
        for (const token of [undefined, 'nonsense', '', 'x'.repeat(5000)]) {
            for (const path of reads) {
                const answer = await north.get(path, { token });
                assert.equal(answer.status, 401, `${path}: ${answer.status}`);
                assert.ok(answer.json?.error);
            }
            for (const [method, path, json] of writes) assert.equal((await north.get(path, { method, json, token })).status, 401, path);
        }
    });

    test('a token that may only read writes nothing', async () => {
        for (const [method, path, json] of writes) {
            const answer = await readOnly.ask(method, path, { json });
            assert.equal(answer.status, 403, `${path}: ${answer.status}`);
            assert.match(answer.json.error, /scope/);
        }
    });

    test('a token that may only write reads nothing', async () => {
        for (const path of reads) assert.equal((await writeOnly.ask('GET', path)).status, 403, path);
    });

    test('a revoked token is refused', async () => {
        const app = (await request(`${north.origin}/api/v1/apps`, { method: 'POST', json: { client_name: 'Short', redirect_uris: 'urn:ietf:wg:oauth:2.0:oob', scopes: 'read' } })).json;
        const client = { client_id: app.client_id, client_secret: app.client_secret };
        const granted = await request(`${north.origin}/oauth/token`, { method: 'POST', form: { grant_type: 'client_credentials', ...client } });
        assert.equal(granted.status, 200, granted.text);
        const token = granted.json.access_token;
        assert.equal((await north.get('/api/v1/apps/verify_credentials', { token })).status, 200);
        assert.equal((await north.get('/api/v1/timelines/home', { token })).status, 422);
        assert.equal((await request(`${north.origin}/oauth/revoke`, { method: 'POST', form: { token, ...client } })).status, 200);
        assert.equal((await north.get('/api/v1/apps/verify_credentials', { token })).status, 401);
    });

    test('ids that name nothing are not found', async () => {
        for (const id of noIds) {
            const paths = [`/api/v1/statuses/${id}`, `/api/v1/accounts/${id}`, `/api/v1/pln/resources/${id}`, `/api/v1/pln/mentorships/${id}`,
                `/api/v1/pln/agreements/${id}`, `/api/v1/notifications/${id}`, `/api/v1/lists/${id}`, `/api/v1/statuses/${id}/context`];
            for (const path of paths) {
                // fetch would take ".." out of the path
                if (id === '..') continue;
                const answer = await victim.ask('GET', path);
                assert.ok([400, 404].includes(answer.status), `${path}: ${answer.status} ${answer.text}`);
                assert.ok(answer.json?.error, path);
            }
            if (id === '..') continue;
            for (const action of ['favourite', 'reblog', 'bookmark'])
                assert.ok([400, 404].includes((await victim.ask('POST', `/api/v1/statuses/${id}/${action}`)).status), `${id} ${action}`);
            assert.ok([400, 404].includes((await victim.ask('POST', `/api/v1/accounts/${id}/follow`)).status), id);
            assert.ok([400, 404].includes((await victim.ask('POST', `/api/v1/pln/mentorships/${id}/ask`, { json: { message: 'x' } })).status), id);
            assert.ok([400, 404].includes((await victim.ask('POST', `/api/v1/pln/agreements/${id}/accept`)).status), id);
        }
    });

    test('other people\'s things are not changed', async () => {
        const note = await victim.publish('Hands off.');
        const secret = await victim.publish('Only mine.', { visibility: 'direct' });
        const list = await victim.post('/api/v1/lists', { title: 'Mine' });
        const attempts = [
            ['DELETE', `/api/v1/statuses/${note.id}`], ['PUT', `/api/v1/statuses/${note.id}`, { status: 'Changed' }],
            ['GET', `/api/v1/statuses/${note.id}/source`], ['GET', `/api/v1/statuses/${secret.id}`],
            ['POST', `/api/v1/statuses/${secret.id}/favourite`], ['GET', `/api/v1/lists/${list.id}`],
            ['PUT', `/api/v1/lists/${list.id}`, { title: 'Theirs' }], ['DELETE', `/api/v1/lists/${list.id}`], ['GET', `/api/v1/timelines/list/${list.id}`],
        ];
        for (const [method, path, json] of attempts) {
            const answer = await reader.ask(method, path, { json });
            assert.ok([403, 404].includes(answer.status), `${method} ${path}: ${answer.status}`);
        }
        assert.match((await victim.get(`/api/v1/statuses/${note.id}`)).content, /Hands off/);
        assert.equal((await victim.get(`/api/v1/lists/${list.id}`)).title, 'Mine');
    });

    test('methods and paths that do not exist get JSON from the API', async () => {
        for (const [method, path, status] of [['GET', '/api/v1/nothing', 404], ['DELETE', '/api/v1/timelines/home', 405], ['POST', '/api/v9/x', 404]]) {
            const answer = await victim.ask(method, path);
            assert.ok([404, status].includes(answer.status), `${path}: ${answer.status}`);
            assert.ok(answer.json?.error, path);
        }
    });

    test('markup in posts and profiles cannot run on pages', async () => {
        const note = await victim.publish('<script>alert(1)</script><img src=x onerror=alert(2)> "><b>');
        assert.ok(!/<(?!\/?p>)/.test(note.content), note.content);
        const page = await north.get(new URL(note.url).pathname, { headers: { accept: 'text/html' } });
        assert.ok(!page.text.includes('<script>alert'), 'no script of others in the page');
        assert.ok(!page.text.includes('<img src=x'));
        const policy = page.headers.get('content-security-policy');
        assert.match(policy, /default-src 'none'|default-src 'self'/);
        assert.ok(!/unsafe-inline/.test(policy));
    });
}
