// Each page by itself, for strangers and for members: accessible in light and dark, whole without script, light.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { judge, profile, signIn } from '../lib/browser.mjs';
import { eventually } from '../lib/eventually.mjs';
import { act, ask, offer, onBoard } from '../lib/mentoring.mjs';
import { authorizeUrl, outOfBand } from '../client/oauth.mjs';

export function everyPage(world) {
    const paths = {};
    let mentor, mentee, states, app;

    const stateOf = async (person) => {
        const context = await profile(world.browser);
        await signIn(context, person);
        const state = await context.storageState();
        await context.close();
        return state;
    };

    before(async () => {
        mentor = await world.north.account('samira');
        mentee = await world.south.account('hugo');
        await mentee.follow(mentor.handle);
        await world.untilFollowing(mentee, mentor);
        await mentor.call('PATCH', '/api/v1/accounts/update_credentials', { display_name: 'Samira Bose', note: 'Maths, years 6 to 8. #Maths' });
        const status = await mentor.publish('A way to show slope that is not a staircase? #Maths');
        await mentor.publish('Here is one.', { in_reply_to_id: status.id });
        await mentor.publish('Not for everybody.', { spoiler_text: 'A warning' });
        const resource = await mentor.post('/api/v1/pln/resources', {
            title: 'Exit tickets that fit on a sticky note', url: 'https://example.org/tickets', license: 'https://creativecommons.org/publicdomain/zero/1.0/',
            description: 'Three questions, five minutes.', learningResourceType: ['assessment'], typicalAgeRange: '11-14', timeRequired: 'PT5M',
            keywords: ['Maths'], 'pln:disclosure': { kind: 'free_access', note: 'notes were free' }, sponsor: { type: 'Organization', name: 'ExampleLab' }, version: '1.1',
        });
        const proposal = await offer(mentor, { title: 'Co-planning a maths week' });
        const there = await onBoard(mentee, proposal);
        const agreement = await ask(mentee, there.id);
        const ours = await eventually('the request arrives', async () => (await mentor.get('/api/v1/pln/agreements'))[0]);
        await eventually('the resource arrives', () => mentee.seen(resource.status.uri));
        const copy = (await mentee.get('/api/v1/pln/resources')).find((item) => item.title === resource.title);
        const second = await offer(mentor, { title: 'Running a circle', places: 1 });
        const running = await ask(mentee, (await onBoard(mentee, second)).id);
        const oursRunning = await eventually('the second request arrives', async () =>
            (await mentor.get('/api/v1/pln/agreements')).find((item) => item.proposal.title === second.title));
        await act(mentor, oursRunning.id, 'accept');
        Object.assign(paths, {
            status: new URL(status.url).pathname, resource: `/resources/${resource.id}`, copy: `/resources/${copy.id}`, proposal: `/proposals/${proposal.id}`,
            there: `/proposals/${there.id}`, agreement: `/mentorships/${agreement.id}`, ours: `/mentorships/${ours.id}`, running: `/mentorships/${running.id}`,
        });
        app = await world.north.get('/api/v1/apps', { method: 'POST', json: { client_name: 'Classroom app', redirect_uris: outOfBand, scopes: 'read write', website: 'https://app.example' } });
        states = { mentor: await stateOf(mentor), mentee: await stateOf(mentee) };
    });

    const at = (name, path, options = () => ({}), side = 'north') => {
        test(name, async () => {
            const found = typeof path === 'function' ? path() : path;
            await judge(world.browser, found.startsWith('https') ? found : world[side].origin + found, options());
        });
    };
    const asMentor = () => ({ state: states.mentor });
    const asMentee = () => ({ state: states.mentee });

    at('start', '/');
    at('sign-in', '/sign-in');
    at('library', '/library');
    at('library, searched', '/library?q=nothing+like+it');
    at('library of the other institution', '/library', undefined, 'south');
    at('resource', () => paths.resource);
    at('resource from elsewhere', () => paths.copy, undefined, 'south');
    at('board', '/mentoring');
    at('board, requests', '/mentoring?purpose=request');
    at('proposal', () => paths.proposal);
    at('proposal from elsewhere', () => paths.there, undefined, 'south');
    at('profile', '/@samira');
    at('post with its thread', () => paths.status);
    at('topic', '/tags/maths');
    at('about', '/about');
    at('nothing there', '/nowhere', () => ({ status: 404 }));
    at('home of a member', '/', asMentor);
    at('home of a member elsewhere', '/', asMentee, 'south');
    at('share', '/share', asMentor);
    at('own resource', () => paths.resource, asMentor);
    at('changing a resource', () => `${paths.resource}/edit`, asMentor);
    at('new offer', '/mentoring/new?purpose=offer', asMentor);
    at('new request', '/mentoring/new?purpose=request', asMentor);
    at('own proposal, asked for', () => paths.proposal, asMentor);
    at('changing an offer', () => `${paths.proposal}/edit`, asMentor);
    at('proposal to ask for', () => paths.there, asMentee, 'south');
    at('my mentorships, mentor', '/mentorships', asMentor);
    at('my mentorships, mentee', '/mentorships', asMentee, 'south');
    at('a request to answer', () => paths.ours, asMentor);
    at('a request of mine', () => paths.agreement, asMentee, 'south');
    at('a running mentorship', () => paths.running, asMentee, 'south');
    at('own profile', '/@samira', asMentor);
    at('settings', '/settings/profile', asMentor);
    at('consent', () => authorizeUrl(world.north, { client_id: app.json.client_id, redirect_uri: outOfBand, scope: 'read write' }), asMentor);

    test('a narrow window shows everything too', async () => {
        const context = await world.browser.newContext({ ignoreHTTPSErrors: true, viewport: { width: 320, height: 640 }, storageState: states.mentor });
        const page = await context.newPage();
        for (const path of ['/', '/library', '/mentoring', '/share', '/mentorships', paths.resource, paths.proposal, '/@samira']) {
            await page.goto(world.north.origin + path);
            const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
            assert.ok(wide <= 0, `${path} is ${wide} pixels too wide`);
        }
        await context.close();
    });

    test('the keyboard reaches everything, and shows where it is', async () => {
        const context = await profile(world.browser, { state: states.mentor });
        const page = await context.newPage();
        await page.goto(`${world.north.origin}/share`);
        const seen = new Set();
        for (let i = 0; i < 60; ++i) {
            await page.keyboard.press('Tab');
            const focus = await page.evaluate(() => {
                const element = document.activeElement;
                const style = getComputedStyle(element);
                const shown = (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
                return { name: `${element.tagName} ${element.id || element.textContent.trim().slice(0, 30)}`, shown };
            });
            if (focus.name.startsWith('BODY')) break;
            assert.ok(focus.shown, `no visible focus on ${focus.name}`);
            seen.add(focus.name);
        }
        for (const wanted of ['INPUT title', 'INPUT url', 'INPUT file', 'SELECT license', 'BUTTON Publish'])
            assert.ok(seen.has(wanted), `${wanted} in ${[...seen].join(', ')}`);
        await context.close();
    });
}
