# Settings

setting-iterations = From { $low } to { $high }: more is finer and takes longer. Example: /iterations { $example }
setting-size = Pixels on the longer edge, from { $low } to { $high }: larger takes longer. Example: /size { $example }
setting-strength = From { $low } to { $high }: at { $low } the photo hardly changes, at { $high } the style takes over. /strength default leaves it to me. Example: /strength { $example }
setting-colors = style takes the colors of the style picture, keep leaves the photo its own, match gives the strokes the palette of the photo. Example: /colors { $example }
setting-style_scale = Percent of the usual width, from { $low } to { $high }: more makes broader strokes. Example: /style_scale { $example }
setting-init = What the painting grows from. content is the photo as it is, recolored the photo in the colors of the style, style-statistics noise in those colors; noise and gray begin without the photo. Example: /init { $example }
setting-faces = natural paints a face in the style and keeps the person, painted is freer, off treats faces like all the rest. Example: /faces { $example }
setting-preset = instant takes a second and knows my styles and those of yours that I have learned, draft is quick and small, standard the usual, fine large and slow, classic an early algorithm that starts from gray. A preset sets all the other settings, too. Example: /preset { $example }
setting-preset-without-classic = instant takes a second and knows my styles and those of yours that I have learned, draft is quick and small, standard the usual, fine large and slow. A preset sets all the other settings, too. Example: /preset { $example }
preset-classic-gone = The classic preset is not available at the moment. I paint this with the standard one, and go on with it.
setting-balanced = With the classic preset there is no strength: it balances photo and style by itself. Example: /preset standard
setting-instant = In an instant there are only size, colors and faces. Example: /preset standard
setting-saved = From now on I paint here with { $recipe }
setting-saved-iterations = From now on I paint { $value } iterations here.
setting-saved-size = From now on I paint { $value } pixels on the longer edge here.
bad-number = { $name } must be a whole number from { $low } to { $high }, not “{ $value }”. Example: { $example }
bad-choice = { $name } must be one of { $choices }, not “{ $value }”. Example: { $example }
bad-setting = There is no setting “{ $name }”. Did you mean { $meant }?
did-you-mean = Did you mean { $meant }?
mistakes-more = { $count ->
    [one] There is one more mistake like these.
   *[other] There are { $count } more mistakes like these.
}
settings =
    Your settings here: { $recipe }
    Tap what you want to change. /iterations, /size, /strength, /colors, /style_scale, /init, /faces and /preset do the same in words.
    A caption such as “iterations=300 size=768” changes them for one picture; whoever sends the whole line above gets the same treatment.
settings-noted = Noted for the next picture: { $recipe }

panel-preset = Preset: { $value }
panel-iterations = Iterations: { $value }
panel-size = Size: { $value }
panel-strength = Strength: { $value }
panel-colors = Colors: { $value }
panel-style_scale = Strokes: { $value }
panel-init = Start: { $value }
panel-faces = Faces: { $value }
panel-open = ⚙ Settings
panel-reset = ↺ Reset all
panel-all = ‹ All settings
choice-strength-default = automatic
choice-colors-style = the style’s
choice-colors-keep = the photo’s
choice-colors-match = matched
choice-init-content = the photo
choice-init-recolored = recolored photo
choice-init-noise = noise
choice-init-style-statistics = noise in its colors
choice-init-gray = gray
choice-faces-natural = natural
choice-faces-painted = painted
choice-faces-off = like the rest
choice-preset-instant = instant
choice-preset-draft = draft
choice-preset-standard = standard
choice-preset-fine = fine
choice-preset-classic = classic

command-strength = How much of the style
command-colors = Whose colors
command-style_scale = How broad the strokes
command-init = What the painting grows from
command-faces = How faces are painted
command-preset = All settings at once

language-name = English
choose-language = Which language shall I speak with you here? Tap it, or write it, as in /language { $example }
language-saved = From now on I speak English with you here.
bad-language = I do not know the language “{ $value }”. I speak { $languages }. Example: /language { $example }
