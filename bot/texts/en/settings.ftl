# Settings

setting-iterations = iterations is { $value }. It may be { $low } to { $high }: more is finer and takes longer. Example: /iterations { $example }
setting-size = size is { $value } pixels on the longer edge. It may be { $low } to { $high }: larger takes longer. Example: /size { $example }
setting-saved-iterations = From now on I paint { $value } iterations here.
setting-saved-size = From now on I paint { $value } pixels on the longer edge here.
bad-iterations = iterations must be a whole number from { $low } to { $high }, not “{ $value }”. Example: { $example }
bad-size = size must be a whole number from { $low } to { $high }, not “{ $value }”. Example: { $example }
bad-setting = There is no setting “{ $name }”. A caption may say: iterations=300 size=768
settings =
    Your settings here: { $recipe }
    /iterations { $low_iterations } to { $high_iterations }, /size { $low_size } to { $high_size }.
    A caption such as “iterations=300 size=768” changes them for one picture.
settings-noted = Noted for the next picture: { $recipe }

language-name = English
choose-language = Which language shall I speak with you here? Tap it, or write it, as in /language { $example }
language-saved = From now on I speak English with you here.
bad-language = I do not know the language “{ $value }”. I speak { $languages }. Example: /language { $example }
