// A new person signs in, shares a resource, asks for mentorship at the other institution; the mentor accepts;
// both see it. Everything through pages.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { profile, signIn, watch } from '../lib/browser.mjs';
import { eventually } from '../lib/eventually.mjs';
import { onBoard } from '../lib/mentoring.mjs';

export function journey(world, { script, names }) {
    const [mentorName, menteeName] = names;
    const title = `Intro physics with ${mentorName}`;
    let mentor, mentee, mentorPage, menteePage, complaints, contexts, proposal;

    const reload = (page, what, locator) => eventually(what, async () => {
        await page.reload();
        return await locator().first().isVisible();
    });

    before(async () => {
        mentor = await world.north.account(mentorName);
        mentee = await world.south.account(menteeName);
        await mentee.follow(mentor.handle);
        await world.untilFollowing(mentee, mentor);
        await mentor.follow(mentee.handle);
        await world.untilFollowing(mentor, mentee);
        contexts = [await profile(world.browser, { script }), await profile(world.browser, { script })];
    });
    after(async () => {
        for (const context of contexts ?? []) await context.close();
    });

    test('both sign in', async () => {
        mentorPage = await signIn(contexts[0], mentor);
        menteePage = await signIn(contexts[1], mentee);
        complaints = [watch(mentorPage), watch(menteePage)];
        await menteePage.getByRole('heading', { name: /Good to see you/ }).waitFor();
        const cookies = await contexts[1].cookies();
        const session = cookies.find((cookie) => cookie.name.includes('session'));
        assert.deepEqual([session.httpOnly, session.secure], [true, true]);
        assert.ok(['Lax', 'Strict'].includes(session.sameSite));
    });

    test('a resource is shared with three answers, and stands in the other library', async () => {
        const name = `Whiteboard predictions of ${menteeName}`;
        await menteePage.goto(`${world.south.origin}/share`);
        await menteePage.getByLabel('Title').fill(name);
        await menteePage.getByLabel('A link').fill('https://example.org/whiteboards');
        await menteePage.getByLabel('Licence', { exact: true }).selectOption({ index: 1 });
        await menteePage.getByRole('button', { name: 'Publish' }).click();
        await menteePage.getByRole('heading', { level: 1, name }).waitFor();
        assert.match(new URL(menteePage.url()).pathname, /^\/resources\/\d+$/);
        await mentorPage.goto(`${world.north.origin}/library`);
        await reload(mentorPage, 'the other library shows it', () => mentorPage.getByRole('link', { name }));
        await mentorPage.getByRole('link', { name }).first().click();
        await mentorPage.getByRole('heading', { level: 1, name }).waitFor();
        await mentorPage.getByText('South District').first().waitFor();
    });

    test('the mentor offers, and the other board shows it', async () => {
        await mentorPage.goto(`${world.north.origin}/mentoring`);
        await mentorPage.getByRole('link', { name: 'Offer mentoring' }).click();
        await mentorPage.getByLabel('Title').fill(title);
        await mentorPage.getByLabel('Topics').fill('physics, lab work');
        await mentorPage.getByLabel('In your words').fill('Weekly, by video. Predictions first, formulas last.');
        await mentorPage.getByLabel('Places').fill('2');
        await mentorPage.locator('main form button').last().click();
        await mentorPage.getByRole('heading', { level: 1, name: title }).waitFor();
        await menteePage.goto(`${world.south.origin}/mentoring`);
        await reload(menteePage, 'the other board shows it', () => menteePage.getByRole('link', { name: title }));
    });

    test('asking needs the tick, and then is requested', async () => {
        await menteePage.getByRole('link', { name: title }).first().click();
        await menteePage.getByRole('heading', { level: 1, name: title }).waitFor();
        await menteePage.getByLabel('Your message').fill('Second year, the only physics teacher in the building.');
        await menteePage.getByRole('button', { name: 'Send the request' }).click();
        assert.match(new URL(menteePage.url()).pathname, /^\/proposals\//, 'nothing is sent without the tick');
        await menteePage.getByLabel('Neither of us evaluates').check();
        await menteePage.getByRole('button', { name: 'Send the request' }).click();
        await menteePage.waitForURL(/\/(mentorships|proposals)\/\d+/);
        await menteePage.goto(`${world.south.origin}/mentorships`);
        await menteePage.getByRole('link', { name: title }).first().waitFor();
    });

    test('the mentor sees the request and accepts', async () => {
        await mentorPage.goto(`${world.north.origin}/mentorships`);
        await reload(mentorPage, 'the request waits', () => mentorPage.getByRole('heading', { name: 'Waiting for your answer' }));
        await mentorPage.getByRole('link', { name: title }).first().click();
        await mentorPage.getByText('only physics teacher in the building').first().waitFor();
        await mentorPage.getByRole('button', { name: 'Accept' }).click();
        await mentorPage.waitForURL(/\/mentorships\/\d+/);
        await mentorPage.goto(`${world.north.origin}/mentorships`);
        await mentorPage.getByRole('heading', { name: 'You are the mentor' }).waitFor();
    });

    test('both see that it runs, and a place less is free', async () => {
        await menteePage.goto(`${world.south.origin}/mentorships`);
        await menteePage.getByRole('heading', { name: 'You are the mentee' }).waitFor();
        await menteePage.getByRole('link', { name: title }).first().click();
        await reload(menteePage, 'the mentee sees the trial', () => menteePage.getByText(/trial/i));
        const [agreement] = await mentee.get('/api/v1/pln/agreements');
        assert.ok(['trial', 'active'].includes(agreement.state));
        proposal = (await mentor.get('/api/v1/pln/mentorships?purpose=offer')).find((item) => item.title === title);
        assert.equal(proposal.places_free, 1);
        await eventually('the other board counts it', async () => (await onBoard(mentee, proposal)).places_free === 1);
    });

    test('the mentee ends it, and both see it among the past', async () => {
        await menteePage.getByText('End this mentorship').click();
        await menteePage.getByRole('button', { name: 'End it now' }).click();
        await menteePage.waitForURL(/\/mentorships/);
        await mentorPage.goto(`${world.north.origin}/mentorships`);
        await reload(mentorPage, 'it is past', () => mentorPage.getByRole('heading', { name: 'Past' }));
    });

    test('signing out ends the session', async () => {
        await menteePage.getByRole('button', { name: 'Sign out' }).click();
        await menteePage.getByRole('link', { name: 'Sign in' }).first().waitFor();
        await menteePage.goto(`${world.south.origin}/mentorships`);
        await menteePage.getByRole('button', { name: 'Sign in' }).first().waitFor();
    });

    test('no page complained', () => {
        assert.deepEqual(complaints.flat(), []);
    });
}
