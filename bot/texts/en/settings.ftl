# Settings

setting-iterations = iterations is { $value }. It may be { $low } to { $high }: more is finer and takes longer. Example: /iterations { $example }
setting-size = size is { $value } pixels on the longer edge. It may be { $low } to { $high }: larger takes longer. Example: /size { $example }
setting-strength = strength is { $value }. It may be { $low } to { $high }: at { $low } the photo hardly changes, at { $high } the style takes over; “default” leaves it to the pictures. Example: /strength { $example }
setting-colors = colors is { $value }. style takes those of the style picture, keep leaves the photo its own, match gives the strokes the palette of the photo. Example: /colors { $example }
setting-stroke = stroke is { $value } percent of the usual. It may be { $low } to { $high }: more makes broader strokes. Example: /stroke { $example }
setting-begin = begin is { $value }: the picture that the painting grows from. content is the photo as it is, recoloured the photo in the colours of the style, style-statistics noise in those colours; noise and grey know nothing of either. Example: /begin { $example }
setting-preset = preset is { $value }. draft is quick and small, standard the usual, fine large and slow, classic an early algorithm that starts from noise. A preset sets all the other settings, too. Example: /preset { $example }
setting-balanced = With the classic preset there is no strength: it balances photo and style by itself. Example: /preset standard
setting-saved = From now on I paint here with { $recipe }
setting-saved-iterations = From now on I paint { $value } iterations here.
setting-saved-size = From now on I paint { $value } pixels on the longer edge here.
bad-number = { $name } must be a whole number from { $low } to { $high }, not “{ $value }”. Example: { $example }
bad-choice = { $name } must be one of { $choices }, not “{ $value }”. Example: { $example }
bad-setting = There is no setting “{ $name }”. A caption may say: iterations=300 size=768
settings =
    Your settings here: { $recipe }
    Tap what you want to change. /iterations, /size, /strength, /colors, /stroke, /begin and /preset do the same in words.
    A caption such as “iterations=300 size=768” changes them for one picture; whoever sends the whole line above gets the same treatment.
settings-noted = Noted for the next picture: { $recipe }

panel-preset = Preset: { $value }
panel-iterations = Iterations: { $value }
panel-size = Size: { $value }
panel-strength = Strength: { $value }
panel-colors = Colours: { $value }
panel-stroke = Strokes: { $value }
panel-begin = Start: { $value }
panel-open = ⚙ Settings
panel-reset = ↺ Reset all
panel-all = ‹ All settings
choice-strength-default = by the pictures
choice-colors-style = the style’s
choice-colors-keep = the photo’s
choice-colors-match = matched
choice-begin-content = the photo
choice-begin-recoloured = recoloured photo
choice-begin-noise = noise
choice-begin-style-statistics = noise in its colours
choice-begin-grey = grey
choice-preset-draft = draft
choice-preset-standard = standard
choice-preset-fine = fine
choice-preset-classic = classic

command-strength = How much of the style
command-colors = Whose colours
command-stroke = How broad the strokes
command-begin = What the painting grows from
command-preset = All settings at once

language-name = English
choose-language = Which language shall I speak with you here? Tap it, or write it, as in /language { $example }
language-saved = From now on I speak English with you here.
bad-language = I do not know the language “{ $value }”. I speak { $languages }. Example: /language { $example }
