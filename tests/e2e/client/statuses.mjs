// Writing, editing, marking and deleting, through masto.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { signInApp } from './oauth.mjs';

const rejected = (status) => (error) => error.statusCode === status || assert.fail(`${error.statusCode} ${error.message}`);

export function statuses(world) {
    let masto;

    before(async () => {
        masto = await signInApp(await world.north.account('samira'));
    });

    test('a status has the form that clients expect', async () => {
        const status = await masto.v1.statuses.create({ status: 'Slope from a fillet gauge. https://example.org/gauge #Maths', visibility: 'public', language: 'en' });
        assert.match(status.id, /^\d+$/);
        assert.match(status.createdAt, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
        assert.match(status.content, /<a href="https:\/\/example.org\/gauge"/);
        assert.equal(status.tags[0].name.toLowerCase(), 'maths');
        for (const key of ['mediaAttachments', 'mentions', 'tags', 'emojis', 'filtered']) assert.ok(Array.isArray(status[key]), key);
        for (const key of ['favourited', 'reblogged', 'bookmarked', 'muted']) assert.equal(status[key], false, key);
        for (const key of ['inReplyToId', 'editedAt', 'reblog', 'poll', 'card']) assert.equal(status[key], null, key);
        assert.equal(status.application.name, 'Test app');
        assert.equal(status.account.username, 'samira');
    });

    test('edit, source and history', async () => {
        const status = await masto.v1.statuses.create({ status: 'First words', spoilerText: 'Note' });
        const edited = await masto.v1.statuses.$select(status.id).update({ status: 'Better words', spoilerText: 'Note' });
        assert.match(edited.content, /Better words/);
        assert.ok(edited.editedAt);
        const source = await masto.v1.statuses.$select(status.id).source.fetch();
        assert.deepEqual([source.text, source.spoilerText], ['Better words', 'Note']);
        const history = await masto.v1.statuses.$select(status.id).history.list();
        assert.deepEqual(history.map((edit) => /First/.test(edit.content)), [true, false]);
    });

    test('favourite, bookmark, boost and their undo', async () => {
        const status = await masto.v1.statuses.create({ status: 'To be marked' });
        const one = masto.v1.statuses.$select(status.id);
        assert.equal((await one.favourite()).favourited, true);
        assert.equal((await one.bookmark()).bookmarked, true);
        assert.equal((await one.reblog()).reblog.id, status.id);
        assert.ok((await masto.v1.favourites.list()).some((item) => item.id === status.id));
        assert.ok((await masto.v1.bookmarks.list()).some((item) => item.id === status.id));
        const marked = await one.fetch();
        assert.deepEqual([marked.favourited, marked.bookmarked, marked.reblogged, marked.favouritesCount, marked.reblogsCount], [true, true, true, 1, 1]);
        await one.unfavourite();
        await one.unbookmark();
        await one.unreblog();
        const bare = await one.fetch();
        assert.deepEqual([bare.favourited, bare.bookmarked, bare.reblogged, bare.favouritesCount, bare.reblogsCount], [false, false, false, 0, 0]);
    });

    test('a thread', async () => {
        const first = await masto.v1.statuses.create({ status: 'Question' });
        const second = await masto.v1.statuses.create({ status: 'Answer', inReplyToId: first.id });
        const third = await masto.v1.statuses.create({ status: 'Thanks', inReplyToId: second.id });
        const context = await masto.v1.statuses.$select(second.id).context.fetch();
        assert.deepEqual(context.ancestors.map((item) => item.id), [first.id]);
        assert.deepEqual(context.descendants.map((item) => item.id), [third.id]);
    });

    test('a picture with its description', async () => {
        const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
        const media = await masto.v2.media.create({ file: new Blob([png], { type: 'image/png' }), description: 'One pixel' });
        assert.equal(media.type, 'image');
        const status = await masto.v1.statuses.create({ status: 'Look', mediaIds: [media.id] });
        assert.equal(status.mediaAttachments[0].description, 'One pixel');
        const picture = await fetch(status.mediaAttachments[0].url);
        assert.equal(picture.status, 200);
        assert.equal(picture.headers.get('content-type'), 'image/png');
    });

    test('deleting gives the text back, and it is gone', async () => {
        const status = await masto.v1.statuses.create({ status: 'Not for long' });
        const removed = await masto.v1.statuses.$select(status.id).remove();
        assert.equal(removed.text, 'Not for long');
        await assert.rejects(masto.v1.statuses.$select(status.id).fetch(), rejected(404));
    });

    test('nothing to say, or too much, is refused', async () => {
        await assert.rejects(masto.v1.statuses.create({ status: '' }), rejected(422));
        await assert.rejects(masto.v1.statuses.create({ status: 'x'.repeat(10_000) }), rejected(422));
        await assert.rejects(masto.v1.statuses.create({ status: 'x', visibility: 'nobody' }), rejected(422));
        await assert.rejects(masto.v1.statuses.create({ status: 'x', inReplyToId: '1' }), rejected(404));
    });

    test('the profile', async () => {
        const me = await masto.v1.accounts.updateCredentials({ displayName: 'Samira Bose', note: 'Maths, years 6 to 8', locked: false });
        assert.equal(me.displayName, 'Samira Bose');
        assert.equal(me.source.note, 'Maths, years 6 to 8');
        assert.match(me.note, /^<p>Maths/);
        assert.match(me.createdAt, /T00:00:00\.000Z$/);
    });
}
