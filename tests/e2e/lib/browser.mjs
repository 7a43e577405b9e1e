// Chromium, and what is asked of every page: no violation of accessibility rules in light and dark, the same
// content without script, under 100 kB, nothing that the content security policy had to stop.
import assert from 'node:assert/strict';
import { accessSync } from 'node:fs';

import { AxeBuilder } from '@axe-core/playwright';
import { chromium } from 'playwright-core';

const program = process.env.COLLEGIUM_CHROMIUM || '/usr/bin/chromium';
const mostBytes = 100_000;

export function browserIsInstalled() {
    try {
        accessSync(program);
        return true;
    } catch {
        return false;
    }
}

export function launch() {
    return chromium.launch({ executablePath: program, args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'] });
}

// A browser profile of its own: somebody's cookies, a colour scheme, script or none.
export async function profile(browser, { script = true, scheme = 'light', state } = {}) {
    const context = await browser.newContext({
        ignoreHTTPSErrors: true, // the tests' authority is not in the browser's list
        javaScriptEnabled: script,
        colorScheme: scheme,
        reducedMotion: 'reduce',
        storageState: state,
        viewport: { width: 1200, height: 900 },
    });
    context.setDefaultTimeout(15_000);
    return context;
}

// Watches for what a page may not do.
export function watch(page) {
    const complaints = [];
    page.on('pageerror', (error) => complaints.push(`script: ${error.message}`));
    page.on('console', (message) => {
        if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) complaints.push(message.text());
    });
    page.on('requestfailed', (request) => {
        // What a page still loads when it is left is given up.
        const why = request.failure()?.errorText;
        if (why !== 'net::ERR_ABORTED') complaints.push(`failed: ${request.url()} ${why}`);
    });
    page.on('response', (response) => {
        if (response.status() >= 500) complaints.push(`${response.status()} ${response.url()}`);
    });
    return complaints;
}

async function violations(page) {
    const result = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
    return result.violations.map((found) => `${found.id}: ${found.nodes.slice(0, 3).map((node) => `${node.html.slice(0, 160)} ${node.any.map((check) => check.message).join('; ')}`).join(' | ')}`);
}

const mainText = (page) => page.locator('main').innerText().then((text) => text.replace(/\s+/g, ' ').trim());

// status: what the address answers.
export async function judge(browser, url, { state, status = 200 } = {}) {
    const texts = {};
    for (const scheme of ['light', 'dark']) {
        const context = await profile(browser, { scheme, state });
        try {
            const page = await context.newPage();
            const complaints = watch(page);
            const requests = [];
            page.on('requestfinished', (request) => requests.push(request));
            const answer = await page.goto(url, { waitUntil: 'load' });
            assert.equal(answer.status(), status, url);
            if (scheme === 'light') {
                const weights = await Promise.all(requests.map(async (request) => ({ url: request.url(), bytes: (await request.sizes()).responseBodySize })));
                const bytes = weights.reduce((sum, weight) => sum + weight.bytes, 0);
                assert.ok(bytes < mostBytes, `${url} weighs ${bytes} bytes: ${weights.map((weight) => `${weight.url} ${weight.bytes}`).join(', ')}`);
                texts.script = await mainText(page);
                const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
                assert.ok(!wide, `${url} is wider than the window`);
            }
            await page.locator('details').evaluateAll((all) => all.forEach((element) => (element.open = true)));
            assert.deepEqual(await violations(page), [], `${url} (${scheme})`);
            assert.deepEqual(complaints, [], `${url} (${scheme})`);
        } finally {
            await context.close();
        }
    }
    const context = await profile(browser, { script: false, state });
    try {
        const page = await context.newPage();
        await page.goto(url, { waitUntil: 'load' });
        texts.bare = await mainText(page);
        assert.ok(texts.bare.length > 10, `${url} says something`);
        assert.equal(texts.bare, texts.script, `${url} says the same without script`);
    } finally {
        await context.close();
    }
}

export async function signIn(context, person) {
    const page = await context.newPage();
    await page.goto(`${person.instance.origin}/sign-in`);
    await page.getByLabel('User name or e-mail address').fill(person.username);
    await page.getByLabel('Password').fill(person.password);
    await page.locator('main').getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(`${person.instance.origin}/`);
    return page;
}
