// Bodies that are no JSON, too deep, too large, or of the wrong types: to the inbox, signed and all, and to the
// client API. Each gets a clear error, and nothing is stored.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { request } from '../lib/calls.mjs';
import { deliver } from '../lib/stranger.mjs';

const deep = (levels) => '['.repeat(levels) + ']'.repeat(levels);
const broken = {
    'nothing': '',
    'a word': 'hello',
    'half an object': '{"status": "x"',
    'a trailing comma': '{"status": "x",}',
    'two values': '{} {}',
    'a list': '[]',
    'a number': '42',
    'null': 'null',
    'a lone surrogate': '{"status":"\\ud800"}',
    'bytes that are no UTF-8': Buffer.from([0x7b, 0x22, 0x73, 0x22, 0x3a, 0x22, 0xff, 0xfe, 0x22, 0x7d]),
    'a null byte': '{"status":"a\u0000b"}',
    'a key twice': '{"status":"a","status":"b"}',
    'depth 100': `{"status":${deep(100)}}`,
    'depth 200,000': `{"status":${deep(200_000)}}`,
    'a number too large': '{"status":1e999}',
    'a thousand digits': `{"status":${'9'.repeat(1000)}}`,
    'a hundred thousand keys': `{${Array.from({ length: 100_000 }, (_, index) => `"k${index}":1`).join(',')}}`,
};

export function bodies(world) {
    let stranger, actor, inbox, victim;

    const count = async () => (await victim.get('/api/v1/accounts/verify_credentials')).statuses_count;

    before(() => {
        ({ stranger, inbox, victim } = world);
        actor = stranger.actor('noise');
    });

    for (const [name, body] of Object.entries(broken)) {
        test(`inbox: ${name}`, async () => {
            const answer = await deliver(inbox, actor, null, { body });
            assert.ok([400, 413, 422].includes(answer.status), `${answer.status} ${answer.text}`);
            assert.ok(answer.json?.error);
        });
        test(`client API: ${name}`, async () => {
            const before = await count();
            const answer = await victim.ask('POST', '/api/v1/statuses', { body, headers: { 'content-type': 'application/json' } });
            assert.ok([400, 413, 422].includes(answer.status), `${answer.status} ${answer.text}`);
            assert.ok(answer.json?.error);
            assert.equal(await count(), before);
        });
    }

    test('two megabytes are too large, for both', async () => {
        const body = JSON.stringify({ status: 'x'.repeat(2 * 1024 * 1024) });
        for (const path of ['/api/v1/statuses', '/ap/inbox']) {
            const answer = await victim.ask('POST', path, { body, headers: { 'content-type': 'application/json' } });
            assert.equal(answer.status, 413, path);
            assert.ok(answer.json?.error);
        }
    });

    const activities = {
        'a type that is a number': (activity) => ({ ...activity, type: 7 }),
        'no type': ({ type: _type, ...activity }) => activity,
        'no actor': ({ actor: _actor, ...activity }) => activity,
        'an actor that is a list of two': (activity) => ({ ...activity, actor: [activity.actor, 'https://x.example/y'] }),
        'an id that is no address': (activity) => ({ ...activity, id: 'first' }),
        'an actor that is no address': (activity) => ({ ...activity, actor: 'me' }),
        'an @graph': (activity) => ({ ...activity, '@graph': [] }),
    };
    for (const [name, change] of Object.entries(activities)) {
        test(`inbox: an activity with ${name}`, async () => {
            const note = stranger.note(actor, name);
            const answer = await deliver(inbox, actor, change(stranger.create(actor, note)));
            assert.ok([400, 401, 422].includes(answer.status), `${answer.status} ${answer.text}`);
        });
    }

    const objects = {
        'nothing': null, 'a number': 3, 'a list': [1, 2, 3], 'an empty object': {}, 'an object of no type': { id: 'https://evil.example/1' },
        'text where lists belong': (note) => ({ ...note, to: 'x', cc: 7, tag: 'tag', attachment: 'file' }),
        'lists where text belongs': (note) => ({ ...note, content: ['a'], summary: {}, published: [], inReplyTo: {}, url: [[[]]] }),
        'odd tags': (note) => ({ ...note, tag: [null, 1, [], { type: [] }, { type: 'Mention', href: 5 }, { type: 'Hashtag', name: {} }] }),
        'ten thousand recipients': (note) => ({ ...note, to: Array.from({ length: 10_000 }, (_, index) => `https://x.example/${index}`) }),
        'ten thousand mentions': (note) => ({ ...note, tag: Array.from({ length: 5_000 }, (_, index) => ({ type: 'Mention', href: `https://x.example/${index}` })) }),
        'a year beyond all years': (note) => ({ ...note, published: '999999-99-99T99:99:99Z' }),
        'a text of half a megabyte': (note) => ({ ...note, content: '<p>'.repeat(160_000) }),
        'an odd record': (note) => ({ ...note, learningResource: { name: { a: [] }, license: [[]], about: 'x', encoding: [{}, 1], timeRequired: 5 } }),
        'an odd proposal': (note) => ({ ...note, purpose: 'offer', publishes: { id: 5, availableQuantity: { hasNumericalValue: '1e9' } }, mentorship: [] }),
    };
    for (const type of ['Create', 'Update', 'Announce', 'Like', 'Follow', 'Accept', 'Undo', 'Delete', 'Offer', 'Leave', 'Dance']) {
        test(`inbox: ${type} of all kinds of things`, async () => {
            for (const [name, object] of Object.entries(objects)) {
                const value = typeof object === 'function' ? object(stranger.note(actor, 'Odd.')) : object;
                const answer = await deliver(inbox, actor, stranger.activity(type, actor, value));
                assert.ok(answer.status === 202 || (answer.status >= 400 && answer.status < 500), `${name}: ${answer.status} ${answer.text}`);
            }
            await world.north.assertAlive();
        });
    }

    test('wrong types in the client API are errors or read leniently, never a 500', async () => {
        const odd = [null, 1, -1, 1.5, true, [], {}, [[]], '', 'x'.repeat(70_000), '99999999999999999999999', { a: { b: [] } }];
        const calls = [
            ['POST', '/api/v1/statuses', ['status', 'in_reply_to_id', 'media_ids', 'visibility', 'poll', 'language', 'sensitive']],
            ['PATCH', '/api/v1/accounts/update_credentials', ['display_name', 'note', 'locked', 'fields_attributes', 'source']],
            ['POST', '/api/v1/pln/resources', ['title', 'url', 'license', 'media_ids', 'about', 'learningResourceType', 'disclosure', 'keywords']],
            ['POST', '/api/v1/pln/mentorships', ['purpose', 'title', 'topics', 'places', 'content', 'formats', 'weeks']],
            ['POST', '/api/v1/apps', ['client_name', 'redirect_uris', 'scopes', 'website']],
            ['POST', '/oauth/token', ['grant_type', 'client_id', 'client_secret', 'code']],
            ['POST', '/api/v1/markers', ['home', 'notifications']],
            ['POST', '/api/v1/lists', ['title', 'replies_policy']],
        ];
        for (const [method, path, fields] of calls) {
            for (const field of fields) {
                for (const value of odd) {
                    const answer = await victim.ask(method, path, { json: { [field]: value } });
                    assert.ok(answer.status < 500, `${method} ${path} ${field}=${JSON.stringify(value).slice(0, 60)}: ${answer.status} ${answer.text}`);
                    assert.notEqual(answer.json, undefined, `${path}: no JSON: ${answer.text.slice(0, 100)}`);
                }
            }
        }
    });

    test('a wrong content type to the inbox is refused', async () => {
        const answer = await request(inbox, { method: 'POST', body: '{}', headers: { 'content-type': 'text/plain' } });
        assert.ok([400, 401, 406, 415].includes(answer.status), `${answer.status}`);
    });
}
