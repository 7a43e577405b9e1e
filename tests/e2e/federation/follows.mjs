// Following across institutions: open and locked accounts, both answers, and both kinds of end.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { getActivity } from '../lib/calls.mjs';
import { eventually } from '../lib/eventually.mjs';

export function follows(world) {
    test('following an open account is accepted, and both sides know', async () => {
        const author = await world.north.account('daniel');
        const reader = await world.south.account('maya');
        const account = await reader.find(author.handle);
        assert.equal(account.acct, author.handle);
        assert.equal(account.url, `${world.north.origin}/@daniel`);
        await reader.post(`/api/v1/accounts/${account.id}/follow`);
        await eventually('the follow is accepted', async () => (await reader.relationship(account.id)).following);
        assert.equal((await reader.relationship(account.id)).requested, false);
        const [told] = await author.told('follow');
        assert.equal(told.account.acct, reader.handle);
        const own = await author.get('/api/v1/accounts/verify_credentials');
        assert.equal(own.followers_count, 1);
        const followers = await author.get(`/api/v1/accounts/${own.id}/followers`);
        assert.deepEqual(followers.map((follower) => follower.acct), [reader.handle]);
        const following = await reader.get('/api/v1/accounts/verify_credentials');
        assert.equal(following.following_count, 1);
    });

    test('unfollowing ends it on both sides', async () => {
        const { author, reader } = await world.pair('idris', 'wen');
        const account = await reader.find(author.handle);
        const own = await author.get('/api/v1/accounts/verify_credentials');
        await eventually('one follower', async () => (await author.get(`/api/v1/accounts/${own.id}/followers`)).length === 1);
        await reader.post(`/api/v1/accounts/${account.id}/unfollow`);
        assert.equal((await reader.relationship(account.id)).following, false);
        await eventually('no follower', async () => (await author.get(`/api/v1/accounts/${own.id}/followers`)).length === 0);
        await reader.post(`/api/v1/accounts/${account.id}/follow`);
        await eventually('following again', async () => (await reader.relationship(account.id)).following);
    });

    test('a locked account is asked, and its yes arrives', async () => {
        const author = await world.north.account('keisha');
        const reader = await world.south.account('paula');
        await author.call('PATCH', '/api/v1/accounts/update_credentials', { locked: true });
        const account = await reader.find(author.handle);
        assert.equal(account.locked, true);
        const relation = await reader.post(`/api/v1/accounts/${account.id}/follow`);
        assert.deepEqual([relation.following, relation.requested], [false, true]);
        const [asking] = await eventually('the request arrives', async () => {
            const found = await author.get('/api/v1/follow_requests');
            return found.length && found;
        });
        assert.equal(asking.acct, reader.handle);
        assert.equal((await author.told('follow_request')).length, 1);
        assert.equal((await reader.relationship(account.id)).following, false);
        const answered = await author.post(`/api/v1/follow_requests/${asking.id}/authorize`);
        assert.equal(answered.followed_by, true);
        await eventually('the yes arrives', async () => (await reader.relationship(account.id)).following);
        assert.equal((await reader.relationship(account.id)).requested, false);
        assert.deepEqual(await author.get('/api/v1/follow_requests'), []);
    });

    test('a locked account says no, and the request is gone', async () => {
        const author = await world.north.account('tom');
        const reader = await world.south.account('owen');
        await author.call('PATCH', '/api/v1/accounts/update_credentials', { locked: true });
        const account = await reader.find(author.handle);
        await reader.post(`/api/v1/accounts/${account.id}/follow`);
        const [asking] = await eventually('the request arrives', async () => {
            const found = await author.get('/api/v1/follow_requests');
            return found.length && found;
        });
        await author.post(`/api/v1/follow_requests/${asking.id}/reject`);
        await eventually('the no arrives', async () => !(await reader.relationship(account.id)).requested);
        assert.equal((await reader.relationship(account.id)).following, false);
        const note = await author.publish('For those I know.', { visibility: 'private' });
        assert.equal(await reader.findStatus(note.uri), undefined);
    });

    test('removing a follower is told to their server', async () => {
        const { author, reader } = await world.pair('farah', 'grant');
        const [follower] = await eventually('the follower is known', async () => {
            const own = await author.get('/api/v1/accounts/verify_credentials');
            const found = await author.get(`/api/v1/accounts/${own.id}/followers`);
            return found.length && found;
        });
        await author.post(`/api/v1/accounts/${follower.id}/remove_from_followers`);
        const account = await reader.find(author.handle);
        await eventually('the reader follows no more', async () => !(await reader.relationship(account.id)).following);
    });

    test('blocking ends the following and hides the posts', async () => {
        const { author, reader } = await world.pair('colin', 'ellen');
        const asker = await author.find(reader.handle);
        const note = await author.publish('Open to all but one.');
        await eventually('the post arrives', () => reader.seen(note.uri));
        await author.post(`/api/v1/accounts/${asker.id}/block`);
        const account = await reader.find(author.handle);
        await eventually('the reader follows no more', async () => !(await reader.relationship(account.id)).following);
        await reader.post(`/api/v1/accounts/${account.id}/follow`);
        await eventually('a new request gets a no', async () => {
            const relation = await reader.relationship(account.id);
            return !relation.following && !relation.requested;
        });
    });

    test('an edited profile reaches the other institution', async () => {
        const { author, reader } = await world.pair('jo', 'hugo');
        await author.call('PATCH', '/api/v1/accounts/update_credentials', {
            display_name: 'Jo Lindqvist',
            note: 'Art teacher. Asks children to read rubrics aloud.',
            fields_attributes: [{ name: 'Subject', value: 'Art' }],
        });
        const account = await reader.find(author.handle);
        const seen = await eventually('the new name arrives', async () => {
            const now = await reader.get(`/api/v1/accounts/${account.id}`);
            return now.display_name === 'Jo Lindqvist' && now;
        });
        assert.match(seen.note, /rubrics aloud/);
        assert.equal(seen.fields[0].name, 'Subject');
        const actor = (await getActivity(account.uri ?? account.url)).json;
        assert.equal(actor?.name, 'Jo Lindqvist');
    });
}
