// What another server may put into names, posts, records and offers: none of it runs, loads or covers anything on
// our pages, and the content security policy has nothing to stop.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { profile, signIn, watch } from '../lib/browser.mjs';
import { eventually } from '../lib/eventually.mjs';
import { deliver, Stranger } from '../lib/stranger.mjs';

const run = 'window.top.ran=1';
const payloads = (origin) => [
    `<script>${run}</script>`,
    `<img src=x onerror="${run}">`,
    `<svg onload="${run}"><animate onbegin="${run}" attributeName=x dur=1s>`,
    `<a href="javascript:${run}">link</a><a href=" java\nscript:${run}">link</a><a href="data:text/html,<script>${run}</script>">link</a>`,
    `<iframe srcdoc="<script>${run}</script>"></iframe><object data="${origin}/seen"></object><embed src="${origin}/seen">`,
    `<style>@import "${origin}/seen"; body { display: none }</style><link rel="stylesheet" href="${origin}/seen">`,
    `<div style="position:fixed;inset:0;background:url(${origin}/seen)">cover</div><p class="site-head skip">odd</p>`,
    `<form action="${origin}/seen"><input name="password"><button>Sign in</button></form><meta http-equiv="refresh" content="0;url=${origin}/seen"><base href="${origin}/">`,
    `<math><mtext></mtext><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${run}&gt;">`,
    `<noscript><p title="</noscript><img src=x onerror=${run}>"></noscript><template><script>${run}</script></template>`,
    `"'><script>${run}</script>{{{7*7}}}<!--`,
    `</title></textarea></script></style><script>${run}</script>`,
];

export function foreignMarkup(world) {
    let stranger, reader, context, statuses, account;

    before(async () => {
        stranger = await Stranger.start();
        reader = await world.north.account('keisha');
        const nasty = payloads(stranger.origin);
        const author = stranger.actor('nasty', {
            name: nasty[0],
            summary: nasty.join(''),
            attachment: nasty.map((value, index) => ({ type: 'PropertyValue', name: `${index}${nasty[10]}`, value })),
        });
        account = await reader.follow(author.handle);
        const finger = await world.north.get(`/.well-known/webfinger?resource=acct:keisha@${world.north.domain}`);
        const own = finger.json.links.find((link) => link.rel === 'self').href;
        const inbox = `${world.north.origin}/ap/inbox`;
        await deliver(inbox, author, stranger.activity('Accept', author, { type: 'Follow', actor: own, object: author.id }));
        await eventually('followed', async () => (await reader.relationship(account.id)).following);
        const notes = nasty.map((content, index) => stranger.note(author, '', {
            content: `<p>Note ${index}</p>${content}`,
            summary: index % 2 ? nasty[10] : undefined,
            tag: [{ type: 'Hashtag', name: `#${nasty[0]}`, href: `javascript:${run}` }],
            attachment: [{ type: 'Image', mediaType: 'image/png', url: `javascript:${run}`, name: nasty[10] }],
        }));
        notes.push(stranger.note(author, 'A share', {
            learningResource: {
                type: 'LearningResource', name: `Record ${nasty[10]}`, description: nasty.join(''), license: `javascript:${run}`, url: `javascript:${run}`,
                mainEntityOfPage: `javascript:${run}`, keywords: [nasty[0]], creator: [{ name: nasty[11], id: `javascript:${run}` }], version: nasty[10],
                'pln:disclosure': { kind: 'paid', note: nasty[0] }, about: [{ name: nasty[1], id: `javascript:${run}` }], typicalAgeRange: nasty[0],
            },
        }));
        const id = `${stranger.origin}/proposals/1`;
        notes.push(stranger.note(author, 'An offer', {
            content: `<p>An offer</p>${nasty.join('')}`, purpose: 'offer', unitBased: false,
            publishes: { type: 'Intent', id: `${id}#primary`, action: 'deliverService', availableQuantity: { hasUnit: 'one', hasNumericalValue: '2' }, resourceQuantity: { hasUnit: 'one', hasNumericalValue: '1' } },
            mentorship: { name: `Offer ${nasty[10]}`, topics: [{ name: nasty[0] }], expectations: nasty[1], cadence: nasty[11] },
        }));
        for (const note of notes) assert.equal((await deliver(inbox, author, stranger.create(author, note))).status, 202);
        statuses = await eventually('all arrive', async () => {
            const found = (await reader.home('?limit=40')).filter((status) => notes.some((note) => note.id === status.uri));
            return found.length === notes.length && found;
        });
        context = await profile(world.browser);
        await (await signIn(context, reader)).close();
    });
    after(async () => {
        await context?.close();
        stranger?.close();
    });

    const visit = async (path) => {
        const page = await context.newPage();
        const complaints = watch(page);
        page.on('dialog', (dialog) => {
            complaints.push(`dialog: ${dialog.message()}`);
            dialog.dismiss();
        });
        const answer = await page.goto(path.startsWith('http') ? path : world.north.origin + path, { waitUntil: 'load' });
        assert.equal(answer.status(), 200, path);
        for (const details of [true, false]) await page.locator('details').evaluateAll((all, open) => all.forEach((element) => (element.open = open)), details);
        const found = await page.evaluate(() => ({
            ran: window.ran,
            scripts: [...document.scripts].filter((script) => script.type !== 'application/ld+json').length,
            frames: document.querySelectorAll('iframe, object, embed, main style, main link, base, meta[http-equiv]').length,
            odd: [...document.querySelectorAll('a[href], form[action], [src]')].map((element) => element.href || element.action || element.src).filter((target) => !/^(https?|mailto):/.test(String(target))),
            handlers: [...document.querySelectorAll('*')].filter((element) => [...element.attributes].some((attribute) => /^on|^style$/.test(attribute.name))).length,
            // Only our own forms.
            forms: [...document.forms].map((form) => new URL(form.action).origin).filter((origin) => origin !== location.origin),
        }));
        assert.deepEqual(found, { ran: undefined, scripts: 0, frames: 0, odd: [], handlers: 0, forms: [] }, path);
        await page.setViewportSize({ width: 320, height: 640 });
        const wide = await page.evaluate(() => [...document.querySelectorAll('main *')].filter((element) => element.getBoundingClientRect().right > innerWidth + 1 && element.childElementCount === 0).slice(0, 3).map((element) => element.outerHTML.slice(0, 200)));
        const scrolls = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
        assert.deepEqual(scrolls ? wide : [], [], `${path} is too wide for a narrow window`);
        assert.deepEqual(complaints, [], path);
        await page.close();
    };

    test('not on the home timeline, the library and the board', async () => {
        for (const path of ['/', '/library', '/mentoring', `/library?q=${encodeURIComponent(payloads('x')[10])}`]) await visit(path);
    });

    test('not on a profile', () => visit(`/@${account.acct}`));

    test('not on the pages of posts, shares and offers', async () => {
        const kinds = new Set();
        for (const status of statuses) {
            await visit(`/@${account.acct}/${status.id}`);
            if (!status.pln) continue;
            kinds.add(status.pln.kind);
            await visit(`/${status.pln.kind === 'resource' ? 'resources' : 'proposals'}/${status.pln.id}`);
        }
        assert.deepEqual([...kinds].sort(), ['mentorship', 'resource']);
    });

    test('nothing of it asked the other server for anything', () => {
        assert.deepEqual(stranger.calls.filter((call) => call.includes('/seen')), []);
    });
}
