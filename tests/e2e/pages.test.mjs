// The pages in a real browser: a new person's whole way, with script and without; and every page by itself.
import { after, before, describe } from 'node:test';

import { browserIsInstalled, launch } from './lib/browser.mjs';
import { logsOnFailure, World } from './lib/world.mjs';
import { everyPage } from './pages/every_page.mjs';
import { foreignMarkup } from './pages/foreign_markup.mjs';
import { forms } from './pages/forms.mjs';
import { journey } from './pages/journey.mjs';

const world = new World('sqlite');

describe('pages', { skip: !browserIsInstalled() && 'Chromium is not installed' }, () => {
    before(async () => {
        await world.open();
        world.browser = await launch();
    });
    after(async () => {
        await world.browser?.close();
        await world.close();
    });
    logsOnFailure(world);
    describe('a new person, with script', () => journey(world, { script: true, names: ['daniel', 'maya'] }));
    describe('a new person, without script', () => journey(world, { script: false, names: ['ruth', 'wen'] }));
    describe('forms', () => forms(world));
    describe('markup of other servers', () => foreignMarkup(world));
    describe('every page', () => everyPage(world));
});
