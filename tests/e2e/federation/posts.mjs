// Posts across institutions: create, reply, edit, delete, the object's own addresses.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { getActivity } from '../lib/calls.mjs';
import { eventually } from '../lib/eventually.mjs';

const publicCollection = 'https://www.w3.org/ns/activitystreams#Public';

export function posts(world) {
    let author, reader;

    before(async () => {
        ({ author, reader } = await world.pair('samira', 'hugo_f'));
    });

    test('a post arrives with its text, tags, warning and language', async () => {
        const text = 'Need by Thursday: a way to show slope that is not a staircase. #Maths';
        const note = await author.publish(text, { spoiler_text: 'Stairs', language: 'en', sensitive: true });
        const seen = await eventually('the post arrives', () => reader.seen(note.uri));
        assert.match(seen.content, /not a staircase/);
        assert.equal(seen.spoiler_text, 'Stairs');
        assert.equal(seen.sensitive, true);
        assert.equal(seen.language, 'en');
        assert.equal(seen.url, note.url);
        assert.equal(seen.account.acct, author.handle);
        assert.deepEqual(seen.tags.map((tag) => tag.name.toLowerCase()), ['maths']);
        assert.equal(seen.visibility, 'public');
        const tagged = await reader.get('/api/v1/timelines/tag/maths');
        assert.ok(tagged.some((status) => status.uri === note.uri), 'the tag timeline has it');
        const known = await reader.get('/api/v1/timelines/public?remote=true');
        assert.ok(known.some((status) => status.uri === note.uri), 'the federated timeline has it');
    });

    test('an object answers in ActivityPub and as a page, never mixed up', async () => {
        const note = await author.publish('Two forms, one post.');
        const object = await getActivity(note.uri);
        assert.equal(object.status, 200);
        assert.match(object.headers.get('content-type'), /^application\/activity\+json(; charset=utf-8)?$/);
        assert.match(object.headers.get('vary'), /accept/i);
        const { json } = object;
        assert.equal(json.id, note.uri);
        assert.equal(json.type, 'Note');
        assert.equal(json.name, undefined);
        assert.deepEqual(json.to, [publicCollection]);
        assert.equal(json.cc.length, 1);
        assert.ok(json['@context'].includes('https://www.w3.org/ns/activitystreams'));
        for (const key of ['tag', 'attachment']) assert.ok(Array.isArray(json[key]), key);
        assert.match(json.published, /Z$/);
        assert.ok(json.interactionPolicy?.canQuote, 'an interaction policy');
        const page = await author.instance.get(new URL(note.url).pathname, { headers: { accept: 'text/html' } });
        assert.equal(page.status, 200);
        assert.match(page.headers.get('content-type'), /^text\/html/);
        assert.ok(page.text.includes('Two forms, one post.'));
        assert.ok(page.text.includes(note.uri), 'the page names the object');
        const browser = await getActivity(note.uri, 'text/html');
        assert.ok(browser.status >= 301 && browser.status <= 308, `${browser.status}`);
        assert.equal(new URL(browser.headers.get('location'), note.uri).href, note.url);
    });

    test('a reply mentions its parent, arrives, and joins the thread on both sides', async () => {
        const note = await author.publish('Who has a photo of a fillet gauge?');
        const parent = await eventually('the post arrives', () => reader.seen(note.uri));
        const reply = await reader.publish(`@${author.handle} Here is ours.`, { in_reply_to_id: parent.id });
        const told = await eventually('the author is told', async () =>
            (await author.notifications('mention')).find((item) => item.status.uri === reply.uri));
        assert.equal(told.account.acct, reader.handle);
        assert.equal(told.status.in_reply_to_id, note.id);
        const thread = await author.get(`/api/v1/statuses/${note.id}/context`);
        assert.deepEqual(thread.descendants.map((status) => status.uri), [reply.uri]);
        const back = await reader.get(`/api/v1/statuses/${reply.id}/context`);
        assert.deepEqual(back.ancestors.map((status) => status.uri), [note.uri]);
        assert.equal((await author.get(`/api/v1/statuses/${note.id}`)).replies_count, 1);
        const object = (await getActivity(reply.uri)).json;
        assert.equal(object.inReplyTo, note.uri);
        assert.ok(object.tag.some((tag) => tag.type === 'Mention'));
    });

    test('a mention reaches a stranger', async () => {
        const stranger = await world.south.account('ruth');
        const note = await author.publish(`@${stranger.handle} you changed your mind about seating plans?`);
        assert.deepEqual(note.mentions.map((mention) => mention.acct), [stranger.handle]);
        const told = await eventually('the stranger is told', async () =>
            (await stranger.notifications('mention')).find((item) => item.status.uri === note.uri));
        assert.deepEqual(told.status.mentions.map((mention) => mention.acct), ['ruth']);
        assert.equal(await stranger.seen(note.uri), undefined, 'not in the home timeline of somebody who does not follow');
    });

    test('an edit arrives, with its history', async () => {
        const note = await author.publish('Exit tickets fit on a stick note.');
        const seen = await eventually('the post arrives', () => reader.seen(note.uri));
        const edited = await author.put(`/api/v1/statuses/${note.id}`, { status: 'Exit tickets fit on a sticky note.', spoiler_text: 'Small' });
        assert.ok(edited.edited_at);
        const now = await eventually('the edit arrives', async () => {
            const status = await reader.get(`/api/v1/statuses/${seen.id}`);
            return status.edited_at && status;
        });
        assert.match(now.content, /sticky note/);
        assert.equal(now.spoiler_text, 'Small');
        const history = await reader.get(`/api/v1/statuses/${seen.id}/history`);
        assert.equal(history.length, 2);
        assert.match(history[0].content, /stick note/);
    });

    test('a deleted post is gone everywhere and leaves a tombstone', async () => {
        const note = await author.publish('I take that back.');
        const seen = await eventually('the post arrives', () => reader.seen(note.uri));
        const removed = await author.delete(`/api/v1/statuses/${note.id}`);
        assert.equal(removed.text, 'I take that back.');
        await eventually('the post is gone there', async () => (await reader.ask('GET', `/api/v1/statuses/${seen.id}`)).status === 404);
        assert.equal(await reader.seen(note.uri), undefined);
        const tombstone = await getActivity(note.uri);
        assert.equal(tombstone.status, 410);
        assert.equal(tombstone.json.type, 'Tombstone');
        assert.equal(tombstone.json.id, note.uri);
        const page = await author.instance.get(new URL(note.url).pathname, { headers: { accept: 'text/html' } });
        assert.ok([404, 410].includes(page.status), `${page.status}`);
    });

    test('an address pasted into search brings a post that nobody follows', async () => {
        const quiet = await world.north.account('rosa');
        const parent = await quiet.publish('One unit I disagree with.');
        const note = await quiet.publish('And why.', { in_reply_to_id: parent.id });
        for (const address of [note.uri, note.url]) {
            const found = await reader.findStatus(address);
            assert.equal(found?.uri, note.uri, address);
        }
        const found = await reader.findStatus(note.uri);
        await eventually('its parent comes too', async () => {
            const thread = await reader.get(`/api/v1/statuses/${found.id}/context`);
            return thread.ancestors[0]?.uri === parent.uri;
        });
    });

    test('an Idempotency-Key makes one post of two tries, there too', async () => {
        const headers = { 'Idempotency-Key': crypto.randomUUID() };
        const first = await author.post('/api/v1/statuses', { status: 'Once.' }, { headers });
        const second = await author.post('/api/v1/statuses', { status: 'Once.' }, { headers });
        assert.equal(first.id, second.id);
        await eventually('it arrives', () => reader.seen(first.uri));
        const home = await reader.home('?limit=40');
        assert.equal(home.filter((status) => status.content.includes('Once.')).length, 1);
    });
}
