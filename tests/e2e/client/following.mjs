// Two people with apps, at two institutions: found, followed, mentioned, told.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { eventually } from '../lib/eventually.mjs';
import { signInApp } from './oauth.mjs';

export function following(world) {
    let author, reader, authorApp, readerApp, account;

    before(async () => {
        author = await world.north.account('nadia');
        reader = await world.south.account('hugo');
        [authorApp, readerApp] = [await signInApp(author), await signInApp(reader)];
    });

    test('somebody elsewhere is found by handle and by address', async () => {
        for (const q of [author.handle, `@${author.handle}`, `${world.north.origin}/@nadia`]) {
            const found = await readerApp.v2.search.list({ q, resolve: true, type: 'accounts' });
            assert.equal(found.accounts[0]?.acct, author.handle, q);
        }
        account = (await readerApp.v2.search.list({ q: author.handle, resolve: true })).accounts[0];
        assert.equal((await readerApp.v1.accounts.lookup({ acct: author.handle })).id, account.id);
        assert.deepEqual((await readerApp.v2.search.list({ q: `nobody@${world.north.domain}`, resolve: true })).accounts, []);
    });

    test('following is accepted, and the other app is told', async () => {
        await readerApp.v1.accounts.$select(account.id).follow();
        await eventually('followed', async () => (await readerApp.v1.accounts.relationships.fetch({ id: [account.id] }))[0].following);
        const [told] = await eventually('told', async () => {
            const found = await authorApp.v1.notifications.list({ types: ['follow'] });
            return found.length && found;
        });
        assert.equal(told.account.acct, reader.handle);
        assert.match(told.id, /^\d+$/);
    });

    test('a post, an answer, a thank-you: each app sees its part', async () => {
        const status = await authorApp.v1.statuses.create({ status: 'First-day map, in Arabic.' });
        const seen = await eventually('it arrives', async () => (await readerApp.v1.timelines.home.list()).find((item) => item.uri === status.uri));
        await readerApp.v1.statuses.$select(seen.id).favourite();
        await readerApp.v1.statuses.create({ status: `@${author.handle} very useful`, inReplyToId: seen.id });
        await eventually('both are told', async () => {
            const types = (await authorApp.v1.notifications.list()).map((item) => item.type);
            return types.includes('mention') && types.includes('favourite');
        });
    });

    test('notifications can be read one by one, dismissed and cleared', async () => {
        const all = await authorApp.v1.notifications.list();
        const one = await authorApp.v1.notifications.$select(all[0].id).fetch();
        assert.equal(one.id, all[0].id);
        await authorApp.v1.notifications.$select(all[0].id).dismiss();
        assert.equal((await authorApp.v1.notifications.list()).length, all.length - 1);
        await authorApp.v1.notifications.clear();
        assert.deepEqual(await authorApp.v1.notifications.list(), []);
    });

    test('markers are kept', async () => {
        const status = await eventually('something to read', async () => (await readerApp.v1.timelines.home.list())[0]);
        await readerApp.v1.markers.create({ home: { lastReadId: status.id } });
        const markers = await readerApp.v1.markers.fetch({ timeline: ['home'] });
        assert.equal(markers.home.lastReadId, status.id);
        assert.equal(markers.notifications, undefined);
    });

    test('unfollowing works from the app', async () => {
        await readerApp.v1.accounts.$select(account.id).unfollow();
        const me = await authorApp.v1.accounts.verifyCredentials();
        await eventually('no followers', async () => (await authorApp.v1.accounts.$select(me.id).followers.list()).length === 0);
    });
}
